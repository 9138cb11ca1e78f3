// Means over all features of a class, and sums of squares about them; the first-order discrepancy.
//
// A block owns 32 columns of one class: x over groups of columns, y over classes; its 32 rows of
// threads walk the features. Sums are in double and in an order that depends on the shape alone.
#include "mmd_common.cuh"

constexpr int kWidth = 32;
constexpr int kStatisticsThreads = 1024;

namespace {

struct Column {
  int index, row;
  bool exists;

  __device__ inline explicit Column(int dimensions)
      : index(static_cast<int>(blockIdx.x) * kWidth + static_cast<int>(threadIdx.x) % kWidth),
        row(static_cast<int>(threadIdx.x) / kWidth),
        exists(index < dimensions) {}
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

__device__ inline double sumOfColumn(const Column& own, const float* src, int rows, int stride) {
  double sum = 0;
  if (own.exists)
    for (int i = own.row; i < rows; i += kWidth)
      sum += src[static_cast<long long>(i) * stride + own.index];
  return sum;
}

struct Deviations {
  double sum, squares;

  __device__ inline void add(const Column& own, const float* src, int rows, int stride,
                             float mean) {
    if (!own.exists) return;
    for (int i = own.row; i < rows; i += kWidth) {
      const double deviation = src[static_cast<long long>(i) * stride + own.index] - mean;
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
  const long long group = blockIdx.y;
  const float* s = synthetic + group * m * dimensions;
  const float* r = real + group * n * dimensions;
  const double all = static_cast<double>(m) + n;
  const double sum = sumOfColumn(own, s, m, dimensions) + sumOfColumn(own, r, n, dimensions);
  const float mean = static_cast<float>(sumOverRows(sum, scratch) / all);
  Deviations deviations = {0, 0};
  deviations.add(own, s, m, dimensions, mean);
  deviations.add(own, r, n, dimensions, mean);
  const double rest = sumOverRows(deviations.sum, scratch);
  const double about = sumOverRows(deviations.squares, scratch) - rest * rest / all;
  if (own.exists && own.row == 0) means[group * dimensions + own.index] = mean;
  const double total = blockSum(own.exists && own.row == 0 ? about : 0.0, scratch);
  if (threadIdx.x == 0) squares[group * gridDim.x + blockIdx.x] = total;
}

// gradient [K, M, D] of ||mean(S) - mean(R)||^2, and its parts squares [K, groups] (doubles).
extern "C" __global__ void __launch_bounds__(kStatisticsThreads, 1)
    mmdMean(int m, int n, int dimensions, const float* __restrict__ synthetic,
            const float* __restrict__ real, float* __restrict__ gradient,
            double* __restrict__ squares) {
  ECHODC_SHARED(double, scratch);
  const Column own(dimensions);
  const long long group = blockIdx.y;
  const float* s = synthetic + group * m * dimensions;
  const float* r = real + group * n * dimensions;
  const double meanS = sumOverRows(sumOfColumn(own, s, m, dimensions), scratch) / m;
  const double meanR = sumOverRows(sumOfColumn(own, r, n, dimensions), scratch) / n;
  const double apart = meanS - meanR;
  if (own.exists)
    for (int i = own.row; i < m; i += kWidth)
      gradient[(group * m + i) * dimensions + own.index] = static_cast<float>(2 * apart / m);
  const double total = blockSum(own.exists && own.row == 0 ? apart * apart : 0.0, scratch);
  if (threadIdx.x == 0) squares[group * gridDim.x + blockIdx.x] = total;
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
