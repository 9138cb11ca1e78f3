// Loops over one row of numbers: sums, ReLU, the SGD step, pooling of a row of windows.
#pragma once

#include <cstdint>

#include "dispatch.h"

namespace echodc::cpu {

struct SgdCoefficients {
  float learningRate, momentum, weightDecay, low, high;  // no clamping: low, high = -+infinity
};

struct ElementwiseTable {
  // dst = left + right
  void (*add)(int64_t count, const float* left, const float* right, float* dst);
  // dst += src
  void (*accumulate)(int64_t count, const float* src, float* dst);
  // The same over rows of `columns` numbers: dst[r] += offset, sum += src[r].
  void (*addToRows)(int64_t rows, int columns, const float* offset, float* dst);
  void (*accumulateRows)(int64_t rows, int columns, const float* src, float* sum);
  // dst += src for `count` segments of so many numbers, which begin a stride apart. Those of dst
  // may overlap; their sums are taken in order.
  void (*addSegments)(int64_t count, int size, int64_t srcStride, int64_t dstStride,
                      const float* src, float* dst);
  // Both pass NaN on; the gradient takes the result of the former.
  void (*relu)(int64_t count, const float* src, float* dst);
  void (*reluBackward)(int64_t count, const float* dst, const float* dstGradient,
                       float* srcGradient);
  void (*sgdStep)(const SgdCoefficients&, int64_t count, float* parameters, const float* gradient,
                  float* velocity);
  // Two rows of pixels, the second `rowStride` after the first, into one of `windows` means.
  void (*poolRow)(int windows, int channels, int64_t rowStride, const float* src, float* dst);
  // One row of windows' gradients, spread over two rows of pixels.
  void (*poolRowBackward)(int windows, int channels, int64_t rowStride, const float* dstGradient,
                          float* srcGradient);
};

ECHODC_DECLARE_SIMD_TABLE(ElementwiseTable, elementwiseTable)

}  // namespace echodc::cpu
