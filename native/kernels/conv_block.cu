// The epilogue of a conv block of any shape, in one pass over each image: instance
// normalisation, affine, ReLU, 2x2 average pooling; and its gradients. See ConvBlock in Java and
// instance_norm.cuh.
//
//   convolution [images, height, width, channels], dst [images, height / 2, width / 2, channels],
//   mean, inverseStd [images, channels], saved for backward. Pooling drops an odd last row or
//   column, which counts in the statistics all the same. Results are overwritten.
#include "instance_norm.cuh"

namespace {

// The four pixels of a pooling window: offsets from its first in floats.
struct PoolWindow {
  long long first;
  long long offset[4];

  __device__ inline PoolWindow(int window, int width, int channels) {
    const int y = window / (width / 2), x = window - y * (width / 2);
    first = (static_cast<long long>(2 * y) * width + 2 * x) * channels;
    offset[0] = 0;
    offset[1] = channels;
    offset[2] = static_cast<long long>(width) * channels;
    offset[3] = offset[2] + channels;
  }
};

}  // namespace

// mean and inverseStd are null where nothing is saved for backward.
extern "C" __global__ void __launch_bounds__(kColumnThreads)
    convBlockNormalize(int height, int width, int channels, const float* __restrict__ scale,
                       const float* __restrict__ shift, const float* __restrict__ convolution,
                       float* __restrict__ dst, float* __restrict__ mean,
                       float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, scratch);
  const ImageChannel own(channels);
  const float* from = convolution + own.offset(height * width);
  const Moments moments = momentsOf(own, from, height * width, scratch);
  if (!own.exists) return;
  if (mean && ownRow() == 0) {
    mean[own.statistic()] = moments.mean;
    inverseStd[own.statistic()] = moments.inverseStd;
  }
  const float factor = scale[own.channel] * moments.inverseStd, added = shift[own.channel];
  const int windows = (height / 2) * (width / 2);
  float* to = dst + own.offset(windows);
  for (int w = ownRow(); w < windows; w += kRows) {
    const PoolWindow window(w, width, channels);
    float sum = 0;
    for (int i = 0; i < 4; ++i)
      sum += reluOf((from[window.first + window.offset[i]] - moments.mean) * factor + added);
    to[static_cast<long long>(w) * channels] = 0.25f * sum;
  }
}

// scaleSums, shiftSums: see ChannelBackward.
extern "C" __global__ void __launch_bounds__(kColumnThreads)
    convBlockNormalizeBackward(int height, int width, int channels, const float* __restrict__ scale,
                               const float* __restrict__ shift,
                               const float* __restrict__ convolution,
                               const float* __restrict__ mean, const float* __restrict__ inverseStd,
                               const float* __restrict__ dstGradient,
                               float* __restrict__ convolutionGradient,
                               float* __restrict__ scaleSums, float* __restrict__ shiftSums) {
  ECHODC_SHARED(float, scratch);
  const ImageChannel own(channels);
  ChannelBackward channel(own, mean, inverseStd, scale, shift, true);
  const int pixels = height * width, windows = (height / 2) * (width / 2);
  const float* from = convolution + own.offset(pixels);
  const float* gradients = dstGradient + own.offset(windows);
  float gradientSum = 0, productSum = 0;
  for (int w = own.exists ? ownRow() : windows; w < windows; w += kRows) {
    const PoolWindow window(w, width, channels);
    const float gradient = 0.25f * gradients[static_cast<long long>(w) * channels];
    for (int i = 0; i < 4; ++i) {
      const float centred = from[window.first + window.offset[i]] - channel.mean;
      const float masked = channel.masked(centred, gradient);
      gradientSum += masked;
      productSum += masked * centred;
    }
  }
  channel.setSums(own, gradientSum, productSum, pixels, scratch, scaleSums, shiftSums);
  if (!own.exists) return;
  float* to = convolutionGradient + own.offset(pixels);
  for (int p = ownRow(); p < pixels; p += kRows) {
    const int y = p / width, x = p - y * width;
    const bool pooled = y < height / 2 * 2 && x < width / 2 * 2;
    const long long window = static_cast<long long>(y / 2) * (width / 2) + x / 2;
    const float gradient = pooled ? 0.25f * gradients[window * channels] : 0.0f;
    const long long at = static_cast<long long>(p) * channels;
    const float centred = from[at] - channel.mean;
    to[at] = channel.result(centred, channel.masked(centred, gradient));
  }
}
