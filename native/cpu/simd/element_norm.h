// The parts of a normalisation with one mean and one deviation for all numbers of a row, and an
// affine for each of them.
#pragma once

#include <cstdint>

#include "dispatch.h"

namespace echodc::cpu {

struct RowMoments {
  float mean, inverseStd;
};

// sum s g and sum s g (x - mean) of a row, with scale s.
struct RowSums {
  double gradient, product;
};

struct ElementNormTable {
  // dst = (x - mean) inverseStd scale + shift
  void (*normalize)(int64_t count, const RowMoments&, const float* scale, const float* shift,
                    const float* src, float* dst);
  RowSums (*gradientSums)(int64_t count, float mean, const float* scale, const float* src,
                          const float* dstGradient);
  // srcGradient = inverseStd (scale g - constant - (x - mean) slope)
  void (*gradient)(int64_t count, const RowMoments&, float constant, float slope,
                   const float* scale, const float* src, const float* dstGradient,
                   float* srcGradient);
  // scaleGradient += g (x - mean) inverseStd, shiftGradient += g
  void (*accumulate)(int64_t count, const RowMoments&, const float* src, const float* dstGradient,
                     float* scaleGradient, float* shiftGradient);
};

ECHODC_DECLARE_SIMD_TABLE(ElementNormTable, elementNormTable)

}  // namespace echodc::cpu
