// Max pooling and its gradient. See operation.MaxPool in Java.
//
// Loops run over the channels of a pixel, in vectors of the baseline instruction set. Wider ones
// were measured a quarter faster at most, for memory is the bound: no reason for a table in simd/.
#include <algorithm>

#include "call.h"
#include "context.h"
#include "operations.h"

namespace echodc::cpu {

namespace {

struct Pooling {
  Images src;
  int kernel, stride, padding;

  explicit Pooling(Call& call)
      : src(call.images("src")),
        kernel(call.whole("kernel")),
        stride(call.whole("stride")),
        padding(call.whole("padding")) {}

  int windows(int side) const { return (side + 2 * padding - kernel) / stride + 1; }

  // Calls body(offset) for the pixels of the image in window (y, x), row by row.
  template <typename Body>
  void forPixels(int y, int x, const Body& body) const {
    const int top = y * stride - padding, left = x * stride - padding;
    const ImageShape& s = src.shape;
    for (int i = std::max(top, 0); i < std::min(top + kernel, s.height); ++i)
      for (int j = std::max(left, 0); j < std::min(left + kernel, s.width); ++j)
        body((int64_t{i} * s.width + j) * s.channels);
  }
};

// largest = max(largest, values), where NaN is larger than any number.
void raise(int count, const float* __restrict__ values, float* __restrict__ largest) {
#pragma omp simd
  for (int c = 0; c < count; ++c) {
    const float value = values[c], other = largest[c];
    largest[c] = ((value > other) | (value != value)) ? value : other;
  }
}

// Gives what is left of the gradients to those values that are the largest.
void give(int count, const float* __restrict__ values, const float* __restrict__ largest,
          float* __restrict__ left, float* __restrict__ srcGradient) {
#pragma omp simd
  for (int c = 0; c < count; ++c) {
    const float value = values[c], other = largest[c];
    const bool same = (value == other) | ((value != value) & (other != other));
    srcGradient[c] += same ? left[c] : 0.0f;
    left[c] = same ? 0.0f : left[c];
  }
}

}  // namespace

ECHODC_OPERATION(maxPool) {
  const Pooling pooling(call);
  const auto* src = call.in<float>("src");
  auto* dst = call.out<float>("dst");
  const ImageShape& shape = pooling.src.shape;
  const int height = pooling.windows(shape.height), width = pooling.windows(shape.width);
  const int channels = shape.channels;
  call.complete().parallelFor(int64_t{pooling.src.batch} * height, [&](int64_t row, int) {
    const float* image = src + row / height * shape.elements();
    for (int x = 0; x < width; ++x) {
      float* largest = dst + (row * width + x) * channels;
      bool first = true;
      pooling.forPixels(static_cast<int>(row % height), x, [&](int64_t pixel) {
        if (first)
          std::copy_n(image + pixel, channels, largest);
        else
          raise(channels, image + pixel, largest);
        first = false;
      });
    }
  });
}

// An image is one piece of work, for its windows overlap.
ECHODC_OPERATION(maxPoolBackward) {
  const Pooling pooling(call);
  const auto* src = call.in<float>("src");
  const auto* dst = call.in<float>("dst");
  const auto* dstGradient = call.in<float>("dstGradient");
  auto* srcGradient = call.out<float>("srcGradient");
  const ImageShape& shape = pooling.src.shape;
  const int height = pooling.windows(shape.height), width = pooling.windows(shape.width);
  const int channels = shape.channels;
  call.complete().parallelFor(pooling.src.batch, [&](int64_t image, int) {
    constexpr int kSlice = 128;  // of the channels
    float left[kSlice];
    const int64_t own = image * shape.elements();
    std::fill_n(srcGradient + own, shape.elements(), 0.0f);
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x)
        for (int begin = 0; begin < channels; begin += kSlice) {
          const int count = std::min(kSlice, channels - begin);
          const int64_t window = ((image * height + y) * width + x) * channels + begin;
          std::copy_n(dstGradient + window, count, left);
          pooling.forPixels(y, x, [&](int64_t pixel) {
            const int64_t at = own + pixel + begin;
            give(count, src + at, dst + window, left, srcGradient + at);
          });
        }
  });
}

}  // namespace echodc::cpu
