// Average pooling with windows of any size and stride. See operation.AveragePool in Java; pool.cpp
// has 2x2 windows of stride 2.
//
// Loops run over the channels of a pixel, in vectors of the baseline instruction set: as for max
// pooling, memory is the bound.
#include <algorithm>

#include "batch.h"
#include "call.h"
#include "context.h"
#include "operations.h"

namespace echodc::cpu {

namespace {

struct AveragePooling {
  Images src;
  int windowHeight, windowWidth, stride;

  AveragePooling(Call& call, const char* srcName)
      : src(call.images(srcName)),
        windowHeight(call.whole("height")),
        windowWidth(call.whole("width")),
        stride(call.whole("stride")) {}

  ImageShape dst() const {
    return {(src.shape.height - windowHeight) / stride + 1,
            (src.shape.width - windowWidth) / stride + 1, src.shape.channels};
  }

  float pixels() const { return static_cast<float>(windowHeight * windowWidth); }

  // Where row i of window (y, x) begins in an image.
  int64_t row(int y, int x, int i) const {
    return (int64_t{y * stride + i} * src.shape.width + x * stride) * src.shape.channels;
  }
};

void accumulate(int count, const float* __restrict__ values, float* __restrict__ sums) {
#pragma omp simd
  for (int c = 0; c < count; ++c) sums[c] += values[c];
}

void divide(int64_t count, float divisor, float* values) {
#pragma omp simd
  for (int64_t c = 0; c < count; ++c) values[c] /= divisor;
}

}  // namespace

ECHODC_OPERATION(averagePoolWindows) {
  const AveragePooling pooling(call, "src");
  const auto* src = call.in<float>("src");
  auto* dst = call.out<float>("dst");
  const ImageShape shape = pooling.dst();
  const int channels = shape.channels;
  Context& context = call.complete();
  const auto ofRows = localFloats(context, "pooled row", channels);
  context.parallelFor(int64_t{pooling.src.batch} * shape.height, [&](int64_t row, int thread) {
    const float* image = src + row / shape.height * pooling.src.shape.elements();
    const int y = static_cast<int>(row % shape.height);
    float* ofRow = ofRows[thread];
    for (int x = 0; x < shape.width; ++x) {
      float* sums = dst + (row * shape.width + x) * channels;
      std::fill_n(sums, channels, 0.0f);
      for (int i = 0; i < pooling.windowHeight; ++i) {
        std::fill_n(ofRow, channels, 0.0f);
        for (int j = 0; j < pooling.windowWidth; ++j)
          accumulate(channels, image + pooling.row(y, x, i) + int64_t{j} * channels, ofRow);
        accumulate(channels, ofRow, sums);
      }
      divide(channels, pooling.pixels(), sums);
    }
  });
}

// An image is one piece of work, for its windows may overlap.
ECHODC_OPERATION(averagePoolWindowsBackward) {
  const AveragePooling pooling(call, "srcGradient");
  const auto* dstGradient = call.in<float>("dstGradient");
  auto* srcGradient = call.out<float>("srcGradient");
  const ImageShape shape = pooling.dst();
  const int channels = shape.channels;
  call.complete().parallelFor(pooling.src.batch, [&](int64_t image, int) {
    const int64_t elements = pooling.src.shape.elements();
    float* own = srcGradient + image * elements;
    std::fill_n(own, elements, 0.0f);
    for (int y = 0; y < shape.height; ++y)
      for (int x = 0; x < shape.width; ++x) {
        const float* window =
            dstGradient + ((image * shape.height + y) * shape.width + x) * channels;
        for (int i = 0; i < pooling.windowHeight; ++i)
          for (int j = 0; j < pooling.windowWidth; ++j)
            accumulate(channels, window, own + pooling.row(y, x, i) + int64_t{j} * channels);
      }
    divide(elements, pooling.pixels(), own);
  });
}

}  // namespace echodc::cpu
