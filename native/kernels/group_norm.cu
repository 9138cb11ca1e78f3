// Normalisation of groups of an image's channels with affine, and the gradient w.r.t. the input; of
// a whole image with affine for each element, if that is taken for one pixel of many channels. See
// GroupNorm and LayerNorm in Java; affine_gradient.cu has the gradients of the parameters.
//
//   h = (x - mean) inverseStd,  y = scale h + shift
//   With s = scale g and n elements of a group:
//   srcGradient = inverseStd (s - sum s / n - h sum(s h) / n)
//
//   src, dst [images, pixels, channels]; mean, inverseStd [images, groups], saved for backward;
//   scale, shift [channels]; results are overwritten
#include "reduce.cuh"
#include "shared/norm_epsilon.h"

constexpr int kGroupThreads = 256;

namespace {

// The group that a block works on. Blocks: x over the groups of all images.
struct Group {
  int pixels, channels, width;
  int firstChannel;
  long long offset;  // of the group's first element

  __device__ inline Group(int pixelsOfImage, int channelsOfImage, int groups)
      : pixels(pixelsOfImage), channels(channelsOfImage), width(channelsOfImage / groups) {
    const int image = static_cast<int>(blockIdx.x) / groups;
    firstChannel = (static_cast<int>(blockIdx.x) - image * groups) * width;
    offset = static_cast<long long>(image) * pixels * channels + firstChannel;
  }

  __device__ inline float share() const {
    return 1.0f / (static_cast<float>(pixels) * static_cast<float>(width));
  }
};

// A thread's walk over the elements of a group, neighbours being those of neighbouring threads.
struct Walk {
  const Group& group;
  int pixel, channel;

  __device__ inline explicit Walk(const Group& of) : group(of) {
    const int own = static_cast<int>(threadIdx.x);
    pixel = own / group.width;
    channel = own - pixel * group.width;
  }

  __device__ inline bool exists() const { return pixel < group.pixels; }

  __device__ inline long long at() const {
    return group.offset + static_cast<long long>(pixel) * group.channels + channel;
  }

  __device__ inline int parameter() const { return group.firstChannel + channel; }

  __device__ inline void next() {
    const int step = kGroupThreads / group.width;
    pixel += step;
    channel += kGroupThreads - step * group.width;
    if (channel < group.width) return;
    channel -= group.width;
    ++pixel;
  }
};

}  // namespace

extern "C" __global__ void __launch_bounds__(kGroupThreads)
    groupNormForward(int pixels, int channels, int groups, const float* __restrict__ scale,
                     const float* __restrict__ shift, const float* __restrict__ src,
                     float* __restrict__ dst, float* __restrict__ mean,
                     float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, scratch);
  const Group group(pixels, channels, groups);
  float sum = 0;
  for (Walk walk(group); walk.exists(); walk.next()) sum += src[walk.at()];
  const float ownMean = blockSum(sum, scratch) * group.share();
  float squares = 0;
  for (Walk walk(group); walk.exists(); walk.next()) {
    const float centred = src[walk.at()] - ownMean;
    squares += centred * centred;
  }
  const float variance = blockSum(squares, scratch) * group.share();
  const float ownInverseStd = 1.0f / sqrtf(variance + echodc::kNormEpsilon);
  if (threadIdx.x == 0) {
    mean[blockIdx.x] = ownMean;
    inverseStd[blockIdx.x] = ownInverseStd;
  }
  for (Walk walk(group); walk.exists(); walk.next())
    dst[walk.at()] = (src[walk.at()] - ownMean) * (ownInverseStd * scale[walk.parameter()]) +
                     shift[walk.parameter()];
}

extern "C" __global__ void __launch_bounds__(kGroupThreads)
    groupNormBackward(int pixels, int channels, int groups, const float* __restrict__ scale,
                      const float* __restrict__ src, const float* __restrict__ mean,
                      const float* __restrict__ inverseStd, const float* __restrict__ dstGradient,
                      float* __restrict__ srcGradient) {
  ECHODC_SHARED(float, scratch);
  const Group group(pixels, channels, groups);
  const float ownMean = mean[blockIdx.x], ownInverseStd = inverseStd[blockIdx.x];
  float scaledSum = 0, productSum = 0;
  for (Walk walk(group); walk.exists(); walk.next()) {
    const float scaled = scale[walk.parameter()] * dstGradient[walk.at()];
    scaledSum += scaled;
    productSum += scaled * (src[walk.at()] - ownMean);
  }
  const float constant = blockSum(scaledSum, scratch) * group.share();
  const float slope = blockSum(productSum, scratch) * group.share() * ownInverseStd * ownInverseStd;
  for (Walk walk(group); walk.exists(); walk.next()) {
    const float scaled = scale[walk.parameter()] * dstGradient[walk.at()];
    srcGradient[walk.at()] =
        ownInverseStd * ((scaled - constant) - (src[walk.at()] - ownMean) * slope);
  }
}
