// Loops of the maximum mean discrepancy over rows of features and tiles of kernel matrices.
#pragma once

#include <cstdint>

#include "dispatch.h"
#include "shared/mmd_kernel.h"

namespace echodc::cpu {

// Tile of the Gram matrix: dot products of some features (rows) with others (columns).
struct KernelTile {
  int rows, columns;
  float* gram;               // [rows, columns], becomes factor * w
  const float* rowNorms;     // squared norms of the rows' features
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

  // Kernel and weights of a tile in one pass; the result is the sum of k. Norms may be null for
  // kernels of dot products.
  double (*evaluate)(MmdKernel, const KernelTile&, float inverseBandwidth);

  // One step of the unfused form on one row of a matrix.

  // Dot products to squared distances; the result is their sum.
  double (*distances)(int count, float rowNorm, const float* columnNorms, float* gram);
  // e = exp(exponent * d2); kernel += e, weights += weight * e. Null pointers are left out.
  void (*addExponential)(int count, float exponent, float weight, const float* distances,
                         float* kernel, float* weights);
  // k and w of a kernel of dot products. Null pointers are left out.
  void (*evaluateDotProducts)(MmdKernel, int count, const float* gram, float* kernel,
                              float* weights);
  double (*sum)(int count, const float* values);
};

ECHODC_DECLARE_SIMD_TABLE(KernelFunctionTable, kernelFunctionTable)

}  // namespace echodc::cpu
