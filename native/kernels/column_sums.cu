// Sums down the columns of a matrix, the second level of sums that are split over blocks:
//
//   dst[c] = offset[c % offsets] + sum_r src[r, c]      src [rows, columns], offset null for 0
#include "column_sums.cuh"

// Blocks: x over columns.
extern "C" __global__ void __launch_bounds__(kColumnThreads)
    columnSums(int rows, long long columns, const float* __restrict__ src,
               const float* __restrict__ offset, int offsets, float* __restrict__ dst) {
  ECHODC_SHARED(float, scratch);
  const long long column = static_cast<long long>(blockIdx.x) * kColumns + ownColumn();
  float sum = 0;
  if (column < columns)
    for (int row = ownRow(); row < rows; row += kRows) sum += src[row * columns + column];
  sum = sumOverRows(sum, scratch);
  if (column < columns && ownRow() == 0)
    dst[column] = offset ? sum + offset[column % offsets] : sum;
}
