// What the kernels of the maximum mean discrepancy share: S [M, D] and R [N, D] of each class.
//
// The Gaussian's distances are of features centred about the class's mean, because ||a||^2 +
// ||b||^2 - 2 a.b cancels. Features are centred whenever they are read; no centred copy is stored.
// The Laplace kernel has no bandwidth that grows with the features: distances of order one between
// features of any length matter to it, and are taken from differences, like the gradient.
#pragma once

#include "matrix_tile.cuh"
#include "reduce.cuh"

constexpr int kGaussian = 0;
constexpr int kLaplace = 1;
constexpr int kPolynomial = 2;
constexpr int kLinear = 3;

constexpr float kLog2e = 1.44269504088896341f;
constexpr float kSmallestNormal = 1.17549435e-38f;

__device__ inline int divideUp(int a, int b) { return (a + b - 1) / b; }

struct KernelAndWeight {
  float kernel, weight;
};

// Below the smallest normal bandwidth the inverse is no float and features count as equal. In this
// form NaN stays NaN.
__device__ inline float inverseOfBandwidth(double bandwidth) {
  return bandwidth < kSmallestNormal ? 0.0f : static_cast<float>(1.0 / bandwidth);
}

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

// k and w of two features. The bandwidth's multipliers are powers of two, so that one exponential
// and four squarings give all five.
__device__ inline KernelAndWeight gaussianOfDistance(float distance, float inverse) {
  const float four = exp2f(-0.25f * kLog2e * (inverse * distance));
  const float two = four * four, one = two * two, half = one * one, quarter = half * half;
  return {((four + two) + (one + half)) + quarter,
          inverse * (((0.25f * four + 0.5f * two) + (one + 2 * half)) + 4 * quarter)};
}

// One exponential after the other: the fiftieth power of a rounded number is off by fifty
// roundings.
__device__ inline KernelAndWeight laplaceOfDistance(float distance) {
  const float tenth = exp2f(-0.1f * kLog2e * distance);
  const float one = exp2f(-kLog2e * distance), five = exp2f(-5 * kLog2e * distance);
  return {tenth + one + five, 0.1f * tenth + one + 5 * five};
}

// The means' factors in the gradient, to be multiplied by -w.
__device__ inline float syntheticFactor(int m) {
  return static_cast<float>(-4.0 / static_cast<double>(m) / m);
}
__device__ inline float realFactor(int m, int n) {
  return static_cast<float>(4.0 / static_cast<double>(m) / n);
}

__device__ inline float discrepancy(int m, int n, double synthetic, double cross, double real) {
  const double ms = m, ns = n;
  return static_cast<float>(synthetic / (ms * ms) - 2 * cross / (ms * ns) + real / (ns * ns));
}

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
