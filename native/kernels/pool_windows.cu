// Average pooling with windows of any size and stride, and its gradient. See AveragePool in Java;
// pool.cu has 2x2 windows of stride 2.
//
//   src [images, srcHeight, srcWidth, channels], dst [images, dstHeight, dstWidth, channels];
//   results are overwritten. A thread computes one of them: the gradient is gathered from the
//   windows of an element, in their order, so there is nothing to add up between threads.
#include "element.cuh"
#include "window_axis.cuh"

extern "C" __global__ void __launch_bounds__(kElementThreads)
    averagePoolWindows(long long elements, int srcHeight, int srcWidth, int dstHeight, int dstWidth,
                       int channels, int windowHeight, int windowWidth, int stride,
                       const float* __restrict__ src, float* __restrict__ dst) {
  const long long element = ownElement();
  if (element >= elements) return;
  const Place place(element, dstHeight, dstWidth, channels);
  const Range rows = WindowAxis{srcHeight, dstHeight, windowHeight, stride, 0}.pixelsOf(place.y);
  const Range columns = WindowAxis{srcWidth, dstWidth, windowWidth, stride, 0}.pixelsOf(place.x);
  const float* image = src + place.image * srcHeight * srcWidth * channels + place.channel;
  float sum = 0;
  for (int y = rows.begin; y < rows.end; ++y) {
    float ofRow = 0;
    for (int x = columns.begin; x < columns.end; ++x)
      ofRow += image[(static_cast<long long>(y) * srcWidth + x) * channels];
    sum += ofRow;
  }
  dst[element] = sum / static_cast<float>(windowHeight * windowWidth);
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    averagePoolWindowsBackward(long long elements, int srcHeight, int srcWidth, int dstHeight,
                               int dstWidth, int channels, int windowHeight, int windowWidth,
                               int stride, const float* __restrict__ dstGradient,
                               float* __restrict__ srcGradient) {
  const long long element = ownElement();
  if (element >= elements) return;
  const Place place(element, srcHeight, srcWidth, channels);
  const Range rows = WindowAxis{srcHeight, dstHeight, windowHeight, stride, 0}.windowsOf(place.y);
  const Range columns = WindowAxis{srcWidth, dstWidth, windowWidth, stride, 0}.windowsOf(place.x);
  const float* image = dstGradient + place.image * dstHeight * dstWidth * channels + place.channel;
  float sum = 0;
  for (int row = rows.begin; row < rows.end; ++row)
    for (int column = columns.begin; column < columns.end; ++column)
      sum += image[(static_cast<long long>(row) * dstWidth + column) * channels];
  srcGradient[element] = sum / static_cast<float>(windowHeight * windowWidth);
}
