// Maximum mean discrepancy the way a framework computes it, step by step over whole matrices: the
// Gram matrix of Z = [S; R] by matrix product, squared distances, one pass for each exponential,
// reductions, and a second matrix product for the gradient. For kernels of differences
// (mmd_kernel.h), differences of features take the place of both products. The comparison for
// mmd_fused.cu.
//
//   With n = M + N, per class: gram (then squared distances), kernels [n, n]; weights [M, n];
//   norms, distanceSums, weightSums, kernelSums [n, 2]: workspaces. Everything is overwritten.
//
// Kernels that pass over a matrix have a block for each row (x) of each class (y).
#include "mmd_common.cuh"

namespace {

constexpr int kThreads = kTileThreads;

__device__ inline int ownThread() { return static_cast<int>(threadIdx.x); }

// Z of the class that z of the block names, and the tile that x and y name.
struct Features {
  long long group;  // the class
  const float* synthetic;
  const float* real;
  int m, n, dimensions;  // n rows in all
  int firstRow, firstColumn;

  __device__ inline Features(const float* allSynthetic, const float* allReal, int syntheticRows,
                             int rows, int size)
      : group(blockIdx.z),
        synthetic(allSynthetic + group * syntheticRows * size),
        real(allReal + group * (rows - syntheticRows) * size),
        m(syntheticRows),
        n(rows),
        dimensions(size),
        firstRow(static_cast<int>(blockIdx.x) * kTileSide),
        firstColumn(static_cast<int>(blockIdx.y) * kTileSide) {}

  __device__ inline const float* row(int index) const {
    return index < m ? synthetic + static_cast<long long>(index) * dimensions
                     : real + static_cast<long long>(index - m) * dimensions;
  }
};

__device__ inline MatrixRow matrixRow(const Features& z, int index) {
  return {z.row(min(index, z.n - 1)), index < z.n ? z.dimensions : 0};
}

__device__ inline CentredRow centredRow(const Features& z, int index, const float* mean,
                                        float* squares) {
  return {z.row(min(index, z.n - 1)), mean, index < z.n ? z.dimensions : 0, squares};
}

// The thread's row of the weights [K, m, n]: an operand along the inner dimension.
__device__ inline MatrixRow weightRow(const Features& z, const float* weights) {
  const int row = z.firstRow + TileShare<true>::outer();
  return {weights + (z.group * z.m + min(row, z.m - 1)) * z.n, row < z.m ? z.n : 0};
}

// The thread's four features of each row of Z, less those of the mean (null for none): an operand
// across the inner dimension.
struct CentredColumns {
  const Features& z;
  int first, available;
  float4 mean;

  __device__ inline CentredColumns(const Features& features, const float* ofMean)
      : z(features),
        first(z.firstColumn + TileShare<false>::outer()),
        available(z.dimensions - first),
        mean(ofMean && available > 0 ? loadUpToFour(ofMean + first, available)
                                     : make_float4(0, 0, 0, 0)) {}

  __device__ inline float4 operator()(int inner) const {
    if (inner >= z.n || available <= 0) return make_float4(0, 0, 0, 0);
    return difference(loadUpToFour(z.row(inner) + first, available), mean);
  }
};

}  // namespace

// gram = Z Z^T, Z less the class's mean (means null for none). Blocks: x, y over tiles, z over
// classes.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdGram(int m, int n, int dimensions, const float* __restrict__ synthetic,
            const float* __restrict__ real, const float* __restrict__ means,
            float* __restrict__ gram) {
  ECHODC_SHARED(float, shared);
  const Features z(synthetic, real, m, n, dimensions);
  const float* mean = means ? means + z.group * dimensions : nullptr;
  float unused = 0, dots[4][4];
  multiplyTile<true, true>(
      0, dimensions, centredRow(z, z.firstRow + TileShare<true>::outer(), mean, &unused),
      centredRow(z, z.firstColumn + TileShare<true>::outer(), mean, &unused), shared, dots);
  storeTile(dots, z.firstRow, z.firstColumn, n, n, nullptr, gram + z.group * n * n);
}

// gram = squared distances of the features as they are, from differences. Blocks as of mmdGram.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdPairDistances(int m, int n, int dimensions, const float* __restrict__ synthetic,
                     const float* __restrict__ real, float* __restrict__ gram) {
  ECHODC_SHARED(float, shared);
  const Features z(synthetic, real, m, n, dimensions);
  float distances[4][4];
  multiplyTile<true, true>(0, dimensions, matrixRow(z, z.firstRow + TileShare<true>::outer()),
                           matrixRow(z, z.firstColumn + TileShare<true>::outer()), shared,
                           distances, AddSquaredDifference());
  storeTile(distances, z.firstRow, z.firstColumn, n, n, nullptr, gram + z.group * n * n);
}

// norms = the diagonal of gram. Blocks: x over groups of rows, y over classes.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdNorms(int n, const float* __restrict__ gram, float* __restrict__ norms) {
  const int row = static_cast<int>(blockIdx.x) * kThreads + ownThread();
  const long long group = blockIdx.y;
  if (row < n) norms[group * n + row] = gram[(group * n + row) * n + row];
}

// gram = squared distances, in place, and their sums over rows.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdDistances(int n, const float* __restrict__ norms, float* __restrict__ gram,
                 double* __restrict__ distanceSums) {
  ECHODC_SHARED(double, scratch);
  const int row = static_cast<int>(blockIdx.x);
  const long long group = blockIdx.y;
  const float* ofClass = norms + group * n;
  float* distances = gram + (group * n + row) * n;
  double sum = 0;
  for (int column = ownThread(); column < n; column += kThreads) {
    // the distance to itself is exactly 0, or NaN
    distances[column] =
        column == row ? ofClass[row] - ofClass[row]
                      : echodc::squaredDistance(ofClass[row] + ofClass[column], distances[column]);
    sum += distances[column];
  }
  sum = blockSum(sum, scratch);
  if (threadIdx.x == 0) distanceSums[group * n + row] = sum;
}

// inverse [K] = 1 / bandwidth; a block for each class.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdBandwidth(int n, const double* __restrict__ distanceSums, float* __restrict__ inverse) {
  ECHODC_SHARED(double, scratch);
  double sum = 0;
  for (int row = ownThread(); row < n; row += kThreads)
    sum += distanceSums[static_cast<long long>(blockIdx.x) * n + row];
  sum = blockSum(sum, scratch);
  if (threadIdx.x == 0)
    inverse[blockIdx.x] = echodc::inverseOfBandwidth(sum / (static_cast<double>(n) * n - n));
}

// Exponential `index` of a kernel of distances, e = exp(-rate inverse d2): kernels += e, weights +=
// rate inverse e. inverse null for 1; the first exponential overwrites. weights has the first m
// rows.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdAddExponential(MmdKernel kernelFunction, int m, int n, int index,
                      const float* __restrict__ inverse, const float* __restrict__ distances,
                      float* __restrict__ kernels, float* __restrict__ weights) {
  const int row = static_cast<int>(blockIdx.x);
  const long long group = blockIdx.y, at = (group * n + row) * n;
  const bool first = index == 0;
  const float scale =
      echodc::exponentialRate(kernelFunction, index) * (inverse ? inverse[group] : 1.0f);
  for (int column = ownThread(); column < n; column += kThreads) {
    const float e = exp2f(-kLog2e * (scale * distances[at + column]));
    float* kernel = kernels + at + column;
    *kernel = first ? e : *kernel + e;
    if (row >= m) continue;
    float* weight = weights + (group * m + row) * n + column;
    *weight = first ? scale * e : *weight + scale * e;
  }
}

// kernels and weights of a kernel of dot products.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdKernelOfDots(MmdKernel kernelFunction, int m, int n, const float* __restrict__ gram,
                    float* __restrict__ kernels, float* __restrict__ weights) {
  const int row = static_cast<int>(blockIdx.x);
  const long long group = blockIdx.y, at = (group * n + row) * n;
  echodc::visitKernelFunction(kernelFunction, [&](auto function) {
    if constexpr (decltype(function)::kOfDistances) {
      echodc::reject("this MmdKernel is no function of dot products (mmd_kernel.h)");
    } else {
      for (int column = ownThread(); column < n; column += kThreads) {
        const KernelAndWeight pair = function.of(gram[at + column]);
        kernels[at + column] = pair.kernel;
        if (row < m) weights[(group * m + row) * n + column] = pair.weight;
      }
    }
  });
}

// kernelSums: over the columns of S and those of R; weights times the means' factors, in place, and
// their sums over rows [K, M].
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdRowSums(int m, int n, const float* __restrict__ kernels, float* __restrict__ weights,
               double* __restrict__ kernelSums, float* __restrict__ weightSums) {
  ECHODC_SHARED(double, scratch);
  const int row = static_cast<int>(blockIdx.x);
  const long long group = blockIdx.y, at = group * n + row;
  double ofSynthetic = 0, ofReal = 0, ofWeights = 0;
  for (int column = ownThread(); column < n; column += kThreads) {
    (column < m ? ofSynthetic : ofReal) += kernels[at * n + column];
    if (row >= m) continue;
    float* weight = weights + (group * m + row) * n + column;
    *weight *= column < m ? echodc::syntheticFactor(m) : echodc::realFactor(m, n - m);
    ofWeights += *weight;
  }
  ofSynthetic = blockSum(ofSynthetic, scratch);
  ofReal = blockSum(ofReal, scratch);
  ofWeights = blockSum(ofWeights, scratch);
  if (threadIdx.x != 0) return;
  kernelSums[2 * at] = ofSynthetic;
  kernelSums[2 * at + 1] = ofReal;
  if (row < m) weightSums[group * m + row] = static_cast<float>(ofWeights);
}

// loss [K]; a block for each class.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdLoss(int m, int n, const double* __restrict__ kernelSums, float* __restrict__ loss) {
  ECHODC_SHARED(double, scratch);
  const double* sums = kernelSums + static_cast<long long>(blockIdx.x) * n * 2;
  double synthetic = 0, cross = 0, real = 0;
  for (int row = ownThread(); row < n; row += kThreads) {
    synthetic += row < m ? sums[2 * row] : 0;
    cross += row < m ? sums[2 * row + 1] : 0;
    real += row < m ? 0 : sums[2 * row + 1];
  }
  synthetic = blockSum(synthetic, scratch);
  cross = blockSum(cross, scratch);
  real = blockSum(real, scratch);
  if (threadIdx.x == 0) loss[blockIdx.x] = echodc::discrepancy(m, n - m, synthetic, cross, real);
}

// gradient [K, M, D] = weightSums Z - weights Z, the first term for kernels with a bandwidth only
// (weightSums null for the others). Blocks: x over rows, y over features, z over classes.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdUnfusedGradient(int m, int n, int dimensions, const float* __restrict__ synthetic,
                       const float* __restrict__ real, const float* __restrict__ means,
                       const float* __restrict__ weights, const float* __restrict__ weightSums,
                       float* __restrict__ gradient) {
  ECHODC_SHARED(float, shared);
  const Features z(synthetic, real, m, n, dimensions);
  const float* mean = means ? means + z.group * dimensions : nullptr;
  float products[4][4];
  multiplyTile<true, false>(0, n, weightRow(z, weights), CentredColumns(z, mean), shared, products);
  const int row = z.firstRow + ownThread() / 16 * 4, column = z.firstColumn + ownThread() % 16 * 4;
  for (int i = 0; i < 4 && row + i < m; ++i)
    for (int j = 0; j < 4 && column + j < dimensions; ++j) {
      float value = -products[i][j];
      if (weightSums)
        value +=
            weightSums[z.group * m + row + i] * (z.row(row + i)[column + j] - mean[column + j]);
      gradient[(z.group * m + row + i) * dimensions + column + j] = value;
    }
}

// gradient [K, M, D] = sum_j weights_j (s - z_j), from differences. Blocks as of
// mmdUnfusedGradient.
extern "C" __global__ void __launch_bounds__(kThreads)
    mmdUnfusedDifferenceGradient(int m, int n, int dimensions, const float* __restrict__ synthetic,
                                 const float* __restrict__ real, const float* __restrict__ weights,
                                 float* __restrict__ gradient) {
  ECHODC_SHARED(float, shared);
  const Features z(synthetic, real, m, n, dimensions);
  const int row = z.firstRow + ownThread() / 16 * 4, column = z.firstColumn + ownThread() % 16 * 4;
  AddWeightedDifference add;
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int j = 0; j < 4; ++j)
      add.own[i][j] = row + i < m && column + j < dimensions ? z.row(row + i)[column + j] : 0;
  float sums[4][4];
  multiplyTile<true, false>(0, n, weightRow(z, weights), CentredColumns(z, nullptr), shared, sums,
                            add);
  storeTile(sums, z.firstRow, z.firstColumn, m, dimensions, nullptr,
            gradient + z.group * m * dimensions);
}
