// Max pooling and its gradient. See MaxPool in Java.
//
//   src [images, srcHeight, srcWidth, channels], dst [images, dstHeight, dstWidth, channels];
//   results are overwritten. A thread computes one of them: the gradient is gathered from the
//   windows of an element, in their order, so there is nothing to add up between threads.
#include "element.cuh"
#include "window_axis.cuh"

namespace {

__device__ inline bool same(float a, float b) { return a == b || (a != a && b != b); }

}  // namespace

extern "C" __global__ void __launch_bounds__(kElementThreads)
    maxPoolForward(long long elements, int srcHeight, int srcWidth, int dstHeight, int dstWidth,
                   int channels, int kernel, int stride, int padding, const float* __restrict__ src,
                   float* __restrict__ dst) {
  const long long element = ownElement();
  if (element >= elements) return;
  const Place place(element, dstHeight, dstWidth, channels);
  const Range rows = WindowAxis{srcHeight, dstHeight, kernel, stride, padding}.pixelsOf(place.y);
  const Range columns = WindowAxis{srcWidth, dstWidth, kernel, stride, padding}.pixelsOf(place.x);
  const float* image = src + place.image * srcHeight * srcWidth * channels + place.channel;
  float largest = image[(static_cast<long long>(rows.begin) * srcWidth + columns.begin) * channels];
  for (int y = rows.begin; y < rows.end; ++y)
    for (int x = columns.begin; x < columns.end; ++x) {
      const float value = image[(static_cast<long long>(y) * srcWidth + x) * channels];
      if (value > largest || value != value) largest = value;  // a NaN stays
    }
  dst[element] = largest;
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    maxPoolBackward(long long elements, int srcHeight, int srcWidth, int dstHeight, int dstWidth,
                    int channels, int kernel, int stride, int padding,
                    const float* __restrict__ src, const float* __restrict__ dst,
                    const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
  const long long element = ownElement();
  if (element >= elements) return;
  const Place place(element, srcHeight, srcWidth, channels);
  const WindowAxis vertical = {srcHeight, dstHeight, kernel, stride, padding};
  const WindowAxis horizontal = {srcWidth, dstWidth, kernel, stride, padding};
  const Range windowRows = vertical.windowsOf(place.y);
  const Range windowColumns = horizontal.windowsOf(place.x);
  const float* image = src + place.image * srcHeight * srcWidth * channels + place.channel;
  const float value = src[element];
  float sum = 0;
  for (int row = windowRows.begin; row < windowRows.end; ++row)
    for (int column = windowColumns.begin; column < windowColumns.end; ++column) {
      const long long window =
          ((place.image * dstHeight + row) * dstWidth + column) * channels + place.channel;
      bool first = same(value, dst[window]);
      const Range columns = horizontal.pixelsOf(column);
      for (int y = vertical.pixelsOf(row).begin; first && y <= place.y; ++y)
        for (int x = columns.begin; first && x < (y < place.y ? columns.end : place.x); ++x)
          first = !same(image[(static_cast<long long>(y) * srcWidth + x) * channels], value);
      if (first) sum += dstGradient[window];
    }
  srcGradient[element] = sum;
}
