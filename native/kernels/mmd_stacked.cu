// What the unfused maximum mean discrepancy needs around the matrix products of a library, which
// takes whole matrices: features of both sets in one, and the term of the gradient that is no
// product. See PairProducts in Java.
//
//   synthetic [K, M, D], real [K, N, D], means [K, D], stacked [K, n, D] with n = M + N,
//   weightSums [K, M], gradient [K, M, D]; results are overwritten.
//
// Blocks: x over the rows of the result, y over classes.
#include "device.cuh"

namespace {

constexpr int kThreads = 256;

// Where row blockIdx.x of class blockIdx.y begins in [K, rows, size].
__device__ inline long long rowOffset(int row, int rows, int size) {
  return (static_cast<long long>(blockIdx.y) * rows + row) * size;
}

}  // namespace

// stacked = [S; R] of each class, less its mean (means null for none).
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdStack(int m, int n, int dimensions, const float* __restrict__ synthetic,
             const float* __restrict__ real, const float* __restrict__ means,
             float* __restrict__ stacked) {
  const int row = static_cast<int>(blockIdx.x);
  const float* from = row < m ? synthetic + rowOffset(row, m, dimensions)
                              : real + rowOffset(row - m, n - m, dimensions);
  const float* mean = means ? means + rowOffset(0, 1, dimensions) : nullptr;
  float* to = stacked + rowOffset(row, n, dimensions);
  for (int d = static_cast<int>(threadIdx.x); d < dimensions; d += kThreads)
    to[d] = from[d] - (mean ? mean[d] : 0.0f);
}

// gradient = weightSums Z, row by row, Z being the first m rows of stacked.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdScaleRows(int m, int n, int dimensions, const float* __restrict__ weightSums,
                 const float* __restrict__ stacked, float* __restrict__ gradient) {
  const int row = static_cast<int>(blockIdx.x);
  const float factor = weightSums[rowOffset(row, m, 1)];
  const float* from = stacked + rowOffset(row, n, dimensions);
  float* to = gradient + rowOffset(row, m, dimensions);
  for (int d = static_cast<int>(threadIdx.x); d < dimensions; d += kThreads)
    to[d] = factor * from[d];
}
