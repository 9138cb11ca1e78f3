// What the kernels of the maximum mean discrepancy share: S [M, D] and R [N, D] of each class.
//
// Where distances come from dot products, features are centred about the class's mean, because
// ||a||^2 + ||b||^2 - 2 a.b cancels. They are centred whenever they are read; no centred copy is
// stored.
#pragma once

#include "matrix_tile.cuh"
#include "reduce.cuh"
#include "shared/mmd_kernel.h"

using echodc::KernelAndWeight;
using echodc::MmdKernel;

constexpr float kLog2e = 1.44269504088896341f;

__device__ inline int divideUp(int a, int b) { return (a + b - 1) / b; }

// exp(-rate scale distance)
struct Decay {
  __device__ inline float operator()(float rate, float scale, float distance) const {
    return exp2f(-rate * kLog2e * (scale * distance));
  }
};

// For multiplyTile: squared distances of rows.
struct AddSquaredDifference {
  __device__ inline void operator()(float& sum, float a, float b, int, int) const {
    sum += (a - b) * (a - b);
  }
};

// For multiplyTile: weights times the differences of a thread's own features from others.
struct AddWeightedDifference {
  float own[4][4];

  __device__ inline void operator()(float& sum, float weight, float other, int i, int j) const {
    sum += weight * (own[i][j] - other);
  }
};

__device__ inline float4 difference(const float4& a, const float4& b) {
  return make_float4(a.x - b.x, a.y - b.y, a.z - b.z, a.w - b.w);
}

// An operand along the inner dimension: a row less the mean (null for none). Adds up its squares.
struct CentredRow {
  const float* row;
  const float* mean;
  int size;  // 0 for a row outside the matrix
  float* squares;

  __device__ inline float4 operator()(int inner) const {
    float4 v = loadUpToFour(row + inner, size - inner);
    if (mean) v = difference(v, loadUpToFour(mean + inner, size - inner));
    *squares += (v.x * v.x + v.y * v.y) + (v.z * v.z + v.w * v.w);
    return v;
  }
};
