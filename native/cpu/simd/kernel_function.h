// Loops of the maximum mean discrepancy over rows of features and tiles of kernel matrices.
//
// With k = f(d2), d2 the squared distance, the weight of a pair is w = -f'(d2); with k = f(dot
// product p) it is f'(p) / 2:
//   gaussian    k = sum_m exp(-d2 / (bw m)), m = 1/4, 1/2, 1, 2, 4    w = sum_m exp(..) / (bw m)
//   laplace     k = sum_g exp(-g d2), g = 0.1, 1, 5                    w = sum_g g exp(..)
//   polynomial  k = (p + 1)^2                                          w = p + 1
#pragma once

#include <cstdint>

#include "dispatch.h"

namespace echodc::cpu {

// Tile of the Gram matrix: dot products of some features (rows) with others (columns).
struct KernelTile {
  int rows, columns;
  float* gram;               // [rows, columns], becomes factor * w; of laplace squared distances
  const float* rowNorms;     // squared norms of the rows' features, of gaussian only
  const float* columnNorms;  // and of the columns'
  float factor;
  double* rowSums;  // [rows]; the sums of factor * w are added to them
};

struct KernelFunctionTable {
  // Rows of features.

  // sums += src
  void (*addToSums)(int64_t count, const float* src, double* sums);
  // dst = src - mean
  void (*center)(int64_t count, const float* src, const float* mean, float* dst);
  // Sum of the squares of src - mean.
  double (*squaredDeviation)(int64_t count, const float* src, const float* mean);
  // dst += factor * src
  void (*addScaled)(int64_t count, float factor, const float* src, float* dst);
  // One feature and several, from the differences of their elements: what dot products would give
  // but for the digits that cancel. dst [rows] = squared distances.
  void (*squaredDistances)(int64_t dimensions, const float* feature, int rows, const float* others,
                           float* dst);
  // dst += sum_j weights_j (feature - others_j)
  void (*addDifferences)(int64_t dimensions, const float* feature, int rows, const float* weights,
                         const float* others, float* dst);

  // Kernel and weights of a tile in one pass; the result is the sum of k.
  double (*gaussian)(const KernelTile&, float inverseBandwidth);
  double (*laplace)(const KernelTile&);
  double (*polynomial)(const KernelTile&);

  // One step of the unfused form on one row of a matrix.

  // Dot products to squared distances; the result is their sum.
  double (*distances)(int count, float rowNorm, const float* columnNorms, float* gram);
  // e = exp(exponent * d2); kernel += e, weights += weight * e. Null pointers are left out.
  void (*addExponential)(int count, float exponent, float weight, const float* distances,
                         float* kernel, float* weights);
  // kernel = (gram + 1)^2, weights = gram + 1. Null pointers are left out.
  void (*square)(int count, const float* gram, float* kernel, float* weights);
  double (*sum)(int count, const float* values);
};

ECHODC_DECLARE_SIMD_TABLE(KernelFunctionTable, kernelFunctionTable)

}  // namespace echodc::cpu
