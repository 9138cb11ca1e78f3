// Loops of the maximum mean discrepancy over rows of features and tiles of kernel matrices.
#pragma once

#include <cstdint>

#include "dispatch.h"
#include "shared/mmd_kernel.h"

namespace echodc::cpu {

// Tile of the Gram matrix: dot products of some features (rows) with others (columns), or their
// squared distances for kernels of differences.
struct KernelTile {
  int rows, columns;
  float* gram;               // [rows, columns], becomes factor * w
  const float* rowNorms;     // squared norms of the rows' features, if the kernel uses a bandwidth
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
  // dst[j] = squared distance of a feature from others [count, dimensions], from differences.
  void (*squaredDistances)(int64_t dimensions, const float* feature, int count, const float* others,
                           float* dst);
  // dst += sum_j weights[j] (feature - others[j])
  void (*addDifferences)(int64_t dimensions, const float* feature, int count, const float* weights,
                         const float* others, float* dst);

  // Kernel and weights of a tile in one pass; the result is the sum of k.
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
