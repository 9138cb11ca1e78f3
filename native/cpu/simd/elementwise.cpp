#include "elementwise.h"

#include "activation.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

void add(int64_t count, const float* __restrict__ left, const float* __restrict__ right,
         float* __restrict__ dst) {
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) dst[i] = left[i] + right[i];
}

void accumulate(int64_t count, const float* __restrict__ src, float* __restrict__ dst) {
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) dst[i] += src[i];
}

void addToRows(int64_t rows, int columns, const float* __restrict__ offset,
               float* __restrict__ dst) {
  for (int64_t row = 0; row < rows; ++row) {
#pragma omp simd
    for (int c = 0; c < columns; ++c) dst[row * columns + c] += offset[c];
  }
}

void accumulateRows(int64_t rows, int columns, const float* __restrict__ src,
                    float* __restrict__ sum) {
  for (int64_t row = 0; row < rows; ++row) {
#pragma omp simd
    for (int c = 0; c < columns; ++c) sum[c] += src[row * columns + c];
  }
}

void addSegments(int64_t count, int size, int64_t srcStride, int64_t dstStride, const float* src,
                 float* dst) {
  for (int64_t i = 0; i < count; ++i, src += srcStride, dst += dstStride) {
    const float* __restrict__ from = src;
    float* __restrict__ to = dst;
#pragma omp simd
    for (int j = 0; j < size; ++j) to[j] += from[j];
  }
}

void reluForward(int64_t count, const float* __restrict__ src, float* __restrict__ dst) {
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) dst[i] = relu(src[i]);
}

void reluBackward(int64_t count, const float* __restrict__ dst,
                  const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) srcGradient[i] = whereActive(dst[i], dstGradient[i]);
}

void sgdStep(const SgdCoefficients& sgd, int64_t count, float* __restrict__ parameters,
             const float* __restrict__ gradient, float* __restrict__ velocity) {
  const SgdCoefficients c = sgd;
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) {
    const float v = c.momentum * velocity[i] + (gradient[i] + c.weightDecay * parameters[i]);
    const float p = parameters[i] - c.learningRate * v;
    velocity[i] = v;
    const float raised = p < c.low ? c.low : p;  // in this form NaN stays NaN
    parameters[i] = raised > c.high ? c.high : raised;
  }
}

void poolRow(int windows, int channels, int64_t rowStride, const float* __restrict__ src,
             float* __restrict__ dst) {
  for (int window = 0; window < windows; ++window) {
    const float* upper = src + static_cast<int64_t>(2 * window) * channels;
    const float* lower = upper + rowStride;
    float* mean = dst + static_cast<int64_t>(window) * channels;
#pragma omp simd
    for (int c = 0; c < channels; ++c)
      mean[c] = 0.25f * ((upper[c] + upper[channels + c]) + (lower[c] + lower[channels + c]));
  }
}

void poolRowBackward(int windows, int channels, int64_t rowStride,
                     const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
  for (int window = 0; window < windows; ++window) {
    const float* gradient = dstGradient + static_cast<int64_t>(window) * channels;
    float* upper = srcGradient + static_cast<int64_t>(2 * window) * channels;
    float* lower = upper + rowStride;
#pragma omp simd
    for (int c = 0; c < channels; ++c) {
      const float quarter = 0.25f * gradient[c];
      upper[c] = quarter;
      upper[channels + c] = quarter;
      lower[c] = quarter;
      lower[channels + c] = quarter;
    }
  }
}

}  // namespace

extern const ElementwiseTable elementwiseTable = {
    add,         accumulate,   addToRows, accumulateRows, addSegments,
    reluForward, reluBackward, sgdStep,   poolRow,        poolRowBackward};

}  // namespace echodc::cpu::ECHODC_ISA
