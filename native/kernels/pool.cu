// 2x2 average pooling of stride 2, and its gradient. See AveragePool in Java.
//
//   src [images, height, width, channels], dst [images, height / 2, width / 2, channels]; results
//   are overwritten. A thread computes one of them.
#include "element.cuh"

extern "C" __global__ void __launch_bounds__(kElementThreads)
    averagePoolForward(long long elements, int height, int width, int channels,
                       const float* __restrict__ src, float* __restrict__ dst) {
  const long long element = ownElement();
  if (element >= elements) return;
  const Place place(element, height / 2, width / 2, channels);
  const long long rowStride = static_cast<long long>(width) * channels;
  const float* upper = src + (place.image * height + 2 * place.y) * rowStride +
                       static_cast<long long>(2 * place.x) * channels + place.channel;
  const float* lower = upper + rowStride;
  dst[element] = 0.25f * ((upper[0] + upper[channels]) + (lower[0] + lower[channels]));
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    averagePoolBackward(long long elements, int height, int width, int channels,
                        const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
  const long long element = ownElement();
  if (element >= elements) return;
  const Place place(element, height, width, channels);
  const int y = place.y / 2, x = place.x / 2;
  const bool pooled = y < height / 2 && x < width / 2;  // else an odd last row or column
  const long long window = (place.image * (height / 2) + y) * (width / 2) + x;
  srcGradient[element] = pooled ? 0.25f * dstGradient[window * channels + place.channel] : 0.0f;
}
