// Means over all features of a class, and sums of squares about them; the first-order discrepancy.
//
// A block owns 32 columns of one class: x over groups of columns, y over classes; its 32 rows of
// threads walk the features. Sums are in double and in an order that depends on the shape alone.
#include "mmd_common.cuh"

constexpr int kWidth = 32;
constexpr int kStatisticsThreads = 1024;

namespace {

struct Column {
  long long group;  // the class
  int index, row;
  bool exists;

  __device__ inline explicit Column(int dimensions)
      : group(blockIdx.y),
        index(static_cast<int>(blockIdx.x) * kWidth + static_cast<int>(threadIdx.x) % kWidth),
        row(static_cast<int>(threadIdx.x) / kWidth),
        exists(index < dimensions) {}
};

// The column in the class's share of features [K, count, dimensions].
struct ColumnRows {
  const float* ofClass;
  int index, count, stride;

  __device__ inline ColumnRows(const Column& own, const float* features, int rows, int dimensions)
      : ofClass(features + own.group * rows * dimensions),
        index(own.index),
        count(rows),
        stride(dimensions) {}

  __device__ inline float operator[](int row) const {
    return ofClass[static_cast<long long>(row) * stride + index];
  }
};

// The sum over the rows of threads, in all of them; scratch: a double for each thread.
__device__ inline double sumOverRows(double value, double* scratch) {
  scratch[threadIdx.x] = value;
  __syncthreads();
  double sum = 0;
  for (int row = 0; row < kWidth; ++row)
    sum += scratch[row * kWidth + static_cast<int>(threadIdx.x) % kWidth];
  __syncthreads();
  return sum;
}

__device__ inline double sumOfColumn(const Column& own, const ColumnRows& rows) {
  double sum = 0;
  if (own.exists)
    for (int i = own.row; i < rows.count; i += kWidth) sum += rows[i];
  return sum;
}

struct Deviations {
  double sum, squares;

  __device__ inline void add(const Column& own, const ColumnRows& rows, float mean) {
    if (!own.exists) return;
    for (int i = own.row; i < rows.count; i += kWidth) {
      const double deviation = rows[i] - mean;
      sum += deviation;
      squares += deviation * deviation;
    }
  }
};

}  // namespace

// means [K, D]; squares [K, groups of columns] doubles: sum_i ||z_i - mean||^2, what was lost when
// rounding the mean taken out again.
extern "C" __global__ void __launch_bounds__(kStatisticsThreads, 1)
    mmdStatistics(int m, int n, int dimensions, const float* __restrict__ synthetic,
                  const float* __restrict__ real, float* __restrict__ means,
                  double* __restrict__ squares) {
  ECHODC_SHARED(double, scratch);
  const Column own(dimensions);
  const ColumnRows s(own, synthetic, m, dimensions), r(own, real, n, dimensions);
  const double all = static_cast<double>(m) + n;
  const double sum = sumOfColumn(own, s) + sumOfColumn(own, r);
  const float mean = static_cast<float>(sumOverRows(sum, scratch) / all);
  Deviations deviations = {0, 0};
  deviations.add(own, s, mean);
  deviations.add(own, r, mean);
  const double rest = sumOverRows(deviations.sum, scratch);
  const double about = sumOverRows(deviations.squares, scratch) - rest * rest / all;
  if (own.exists && own.row == 0) means[own.group * dimensions + own.index] = mean;
  const double total = blockSum(own.exists && own.row == 0 ? about : 0.0, scratch);
  if (threadIdx.x == 0) squares[own.group * gridDim.x + blockIdx.x] = total;
}

// gradient [K, M, D] of ||mean(S) - mean(R)||^2, and its parts squares [K, groups] (doubles).
extern "C" __global__ void __launch_bounds__(kStatisticsThreads, 1)
    mmdMean(int m, int n, int dimensions, const float* __restrict__ synthetic,
            const float* __restrict__ real, float* __restrict__ gradient,
            double* __restrict__ squares) {
  ECHODC_SHARED(double, scratch);
  const Column own(dimensions);
  const ColumnRows s(own, synthetic, m, dimensions), r(own, real, n, dimensions);
  const double meanS = sumOverRows(sumOfColumn(own, s), scratch) / m;
  const double meanR = sumOverRows(sumOfColumn(own, r), scratch) / n;
  const double apart = meanS - meanR;
  if (own.exists)
    for (int i = own.row; i < m; i += kWidth)
      gradient[(own.group * m + i) * dimensions + own.index] = static_cast<float>(2 * apart / m);
  const double total = blockSum(own.exists && own.row == 0 ? apart * apart : 0.0, scratch);
  if (threadIdx.x == 0) squares[own.group * gridDim.x + blockIdx.x] = total;
}

// loss [K] from the parts; a block for each class.
extern "C" __global__ void __launch_bounds__(kStatisticsThreads, 1)
    mmdMeanLoss(int groups, const double* __restrict__ squares, float* __restrict__ loss) {
  ECHODC_SHARED(double, scratch);
  const double* parts = squares + static_cast<long long>(blockIdx.x) * groups;
  double sum = 0;
  for (int i = static_cast<int>(threadIdx.x); i < groups; i += static_cast<int>(blockDim.x))
    sum += parts[i];
  sum = blockSum(sum, scratch);
  if (threadIdx.x == 0) loss[blockIdx.x] = static_cast<float>(sum);
}
