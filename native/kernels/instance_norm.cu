// Instance normalisation with affine and, if asked for, ReLU, and its gradients. See
// InstanceNorm in Java and instance_norm.cuh.
//
//   src, dst [images, pixels, channels]; mean, inverseStd [images, channels], saved for backward;
//   all overwritten.
#include "instance_norm.cuh"

extern "C" __global__ void __launch_bounds__(kColumnThreads)
    instanceNormForward(int pixels, int channels, int relu, const float* __restrict__ scale,
                        const float* __restrict__ shift, const float* __restrict__ src,
                        float* __restrict__ dst, float* __restrict__ mean,
                        float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, scratch);
  const ImageChannel own(channels);
  const float* from = src + own.offset(pixels);
  const Moments moments = momentsOf(own, from, pixels, scratch);
  if (!own.exists) return;
  if (ownRow() == 0) {
    mean[own.statistic()] = moments.mean;
    inverseStd[own.statistic()] = moments.inverseStd;
  }
  const float factor = scale[own.channel] * moments.inverseStd, added = shift[own.channel];
  float* to = dst + own.offset(pixels);
  for (int p = ownRow(); p < pixels; p += kRows) {
    const long long at = static_cast<long long>(p) * channels;
    const float value = (from[at] - moments.mean) * factor + added;
    to[at] = relu ? reluOf(value) : value;
  }
}

// scaleSums, shiftSums: see ChannelBackward.
extern "C" __global__ void __launch_bounds__(kColumnThreads)
    instanceNormBackward(int pixels, int channels, int relu, const float* __restrict__ scale,
                         const float* __restrict__ shift, const float* __restrict__ src,
                         const float* __restrict__ mean, const float* __restrict__ inverseStd,
                         const float* __restrict__ dstGradient, float* __restrict__ srcGradient,
                         float* __restrict__ scaleSums, float* __restrict__ shiftSums) {
  ECHODC_SHARED(float, scratch);
  const ImageChannel own(channels);
  ChannelBackward channel(own, mean, inverseStd, scale, shift, relu != 0);
  const long long offset = own.offset(pixels);
  float gradientSum = 0, productSum = 0;
  for (int p = own.exists ? ownRow() : pixels; p < pixels; p += kRows) {
    const long long at = offset + static_cast<long long>(p) * channels;
    const float centred = src[at] - channel.mean;
    const float gradient = channel.masked(centred, dstGradient[at]);
    gradientSum += gradient;
    productSum += gradient * centred;
  }
  channel.setSums(own, gradientSum, productSum, pixels, scratch, scaleSums, shiftSums);
  if (!own.exists) return;
  for (int p = ownRow(); p < pixels; p += kRows) {
    const long long at = offset + static_cast<long long>(p) * channels;
    const float centred = src[at] - channel.mean;
    srcGradient[at] = channel.result(centred, channel.masked(centred, dstGradient[at]));
  }
}
