#include "element_norm.h"

#include "lanes.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

void normalize(int64_t count, const RowMoments& moments, const float* __restrict__ scale,
               const float* __restrict__ shift, const float* __restrict__ src,
               float* __restrict__ dst) {
  const RowMoments m = moments;
#pragma omp simd
  for (int64_t i = 0; i < count; ++i)
    dst[i] = (src[i] - m.mean) * (m.inverseStd * scale[i]) + shift[i];
}

template <typename T>
void add(float mean, const float* scale, const float* src, const float* dstGradient, T* gradientSum,
         T* productSum) {
  const T scaled = load<T>(scale) * load<T>(dstGradient);
  *gradientSum += scaled;
  *productSum += scaled * (load<T>(src) - mean);
}

template <typename T>
double total(T lanes) {
  float values[lanesOf<T>()];
  store<T>(values, lanes);
  double sum = 0;
  for (float value : values) sum += value;
  return sum;
}

// Vectors are emptied every few elements, which keeps rounding errors from growing with the row.
RowSums gradientSums(int64_t count, float mean, const float* scale, const float* src,
                     const float* dstGradient) {
  constexpr int64_t kRun = 64 * kLanes;
  RowSums sums = {0, 0};
  for (int64_t begin = 0; begin < count; begin += kRun) {
    const int64_t end = begin + kRun < count ? begin + kRun : count;
    Lanes gradientSum = {}, productSum = {};
    float gradientRest = 0, productRest = 0;
    int64_t i = begin;
    for (; i + kLanes <= end; i += kLanes)
      add(mean, scale + i, src + i, dstGradient + i, &gradientSum, &productSum);
    for (; i < end; ++i)
      add(mean, scale + i, src + i, dstGradient + i, &gradientRest, &productRest);
    sums.gradient += total(gradientSum) + gradientRest;
    sums.product += total(productSum) + productRest;
  }
  return sums;
}

void gradient(int64_t count, const RowMoments& moments, float constant, float slope,
              const float* __restrict__ scale, const float* __restrict__ src,
              const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
  const RowMoments m = moments;
#pragma omp simd
  for (int64_t i = 0; i < count; ++i)
    srcGradient[i] =
        m.inverseStd * ((scale[i] * dstGradient[i] - constant) - (src[i] - m.mean) * slope);
}

void accumulate(int64_t count, const RowMoments& moments, const float* __restrict__ src,
                const float* __restrict__ dstGradient, float* __restrict__ scaleGradient,
                float* __restrict__ shiftGradient) {
  const RowMoments m = moments;
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) {
    scaleGradient[i] += dstGradient[i] * ((src[i] - m.mean) * m.inverseStd);
    shiftGradient[i] += dstGradient[i];
  }
}

}  // namespace

extern const ElementNormTable elementNormTable = {normalize, gradientSums, gradient, accumulate};

}  // namespace echodc::cpu::ECHODC_ISA
