// Maximum mean discrepancy tile by tile: no matrix of all pairs is ever stored.
//
// mmdWeights turns 64 x 64 tiles of dot products of S with [S; R] into weights, kept for a strip
// of rows of S, and sums of k; mmdGradient multiplies the strip by the features. Real-real tiles
// have no gradient: they are summed over the upper triangle, where the loss is wanted. Kernels of
// differences (mmd_kernel.h) have their own two of these, which need more registers: differences of
// features take the place of both products.
// Padded to whole tiles, weights [classes of the launch, rows of the strip, S's columns, R's].
#include "mmd_common.cuh"

namespace {

struct Tile {
  const float* rows;
  const float* columns;
  int firstRow, firstColumn, rowCount, columnCount;
  bool sameFeatures;
};

// Tile `index` of the upper triangle of side x side: its rows r and side - 1 - r have together
// side + 1 tiles.
__device__ inline int2 upperTile(int index, int side) {
  const int r = index / (side + 1), c = index % (side + 1);
  return c < side - r ? make_int2(r, r + c) : make_int2(side - 1 - r, c - 1);
}

// The row of a tile that a thread fetches.
__device__ inline CentredRow rowOf(const float* features, int row, int count, const float* mean,
                                   int dimensions, float* squares) {
  const bool inside = row < count;
  return {features + (inside ? static_cast<long long>(row) * dimensions : 0), mean,
          inside ? dimensions : 0, squares};
}

// Sums what the four threads of a tile's row have, and leaves it in row order.
__device__ inline void collectRow(float value, float* dst) {
  value += __shfl_xor_sync(0xffffffffu, value, 1);
  value += __shfl_xor_sync(0xffffffffu, value, 2);
  if (threadIdx.x % 4 == 0) dst[threadIdx.x / 4] = value;
}

// Four features of one row of [S; R], padded to whole tiles.
struct FeatureColumns {
  const float* synthetic;
  const float* real;
  float4 mean;
  int m, n, realBegin, dimensions, available;

  __device__ inline float4 operator()(int inner) const {
    const bool isReal = inner >= realBegin;
    const int row = isReal ? inner - realBegin : inner;
    if (row >= (isReal ? n : m) || available <= 0) return make_float4(0, 0, 0, 0);
    const float* from = (isReal ? real : synthetic) + static_cast<long long>(row) * dimensions;
    return difference(loadUpToFour(from, available), mean);
  }
};

// An operand along the inner dimension, padded to whole tiles.
struct PaddedRow {
  const float* row;

  __device__ inline float4 operator()(int inner) const {
    return *reinterpret_cast<const float4*>(row + inner);
  }
};

// One that adds up its values.
struct SummedRow {
  PaddedRow row;
  float* sum;

  __device__ inline float4 operator()(int inner) const {
    const float4 v = row(inner);
    *sum += (v.x + v.y) + (v.z + v.w);
    return v;
  }
};

// Blocks: x over the strip's tiles, then real-real tiles if there are more; y over classes from
// firstClass. means and squares of mmdStatistics (null for kernels without a bandwidth); sums [K,
// tilesPerClass] doubles, null if not wanted.
template <bool kOfDifferences>
__device__ inline void weightsOfTile(
    MmdKernel kernelFunction, int m, int n, int dimensions, int firstClass, int firstRowTile,
    int rowTiles, int groups, const float* __restrict__ synthetic, const float* __restrict__ real,
    const float* __restrict__ means, const double* __restrict__ squares, int tilesPerClass,
    float* __restrict__ weights, double* __restrict__ sums, float* shared) {
  float* const norms = shared + 4 * kOperandFloats;
  double* const scratch = reinterpret_cast<double*>(norms + 2 * kTileSide);
  const int thread = static_cast<int>(threadIdx.x), block = static_cast<int>(blockIdx.x);
  const long long group = firstClass + static_cast<int>(blockIdx.y);
  const float* s = synthetic + group * m * dimensions;
  const float* r = real + group * n * dimensions;
  const int tilesS = divideUp(m, kTileSide), tilesR = divideUp(n, kTileSide);
  const int across = tilesS + tilesR;
  const bool ofReal = block >= rowTiles * across;
  const int local = block / across, column = block % across;
  Tile tile = {s, s, (firstRowTile + local) * kTileSide, column * kTileSide, m, m, true};
  int sumIndex = (firstRowTile + local) * across + column;
  if (ofReal) {
    const int index = block - rowTiles * across;
    const int2 upper = upperTile(index, tilesR);
    tile = {r, r, upper.x * kTileSide, upper.y * kTileSide, n, n, true};
    sumIndex = tilesS * across + index;
  } else if (column >= tilesS) {
    tile = {s, r, tile.firstRow, (column - tilesS) * kTileSide, m, n, false};
  }

  float inverse = 0;
  if (!kOfDifferences && echodc::usesBandwidth(kernelFunction)) {
    const double* parts = squares + group * groups;
    double sum = 0;
    for (int i = thread; i < groups; i += kTileThreads) sum += parts[i];
    inverse =
        echodc::inverseOfBandwidth(2 * blockSum(sum, scratch) / (static_cast<double>(m) + n - 1));
  }

  const float* mean = means ? means + group * dimensions : nullptr;
  float rowSquares = 0, columnSquares = 0, pairs[4][4];  // dot products or distances
  const CentredRow ofRows =
      rowOf(tile.rows, tile.firstRow + thread / 4, tile.rowCount, mean, dimensions, &rowSquares);
  const CentredRow ofColumns = rowOf(tile.columns, tile.firstColumn + thread / 4, tile.columnCount,
                                     mean, dimensions, &columnSquares);
  if constexpr (kOfDifferences) {
    multiplyTile<true, true>(0, dimensions, MatrixRow{ofRows.row, ofRows.size},
                             MatrixRow{ofColumns.row, ofColumns.size}, shared, pairs,
                             AddSquaredDifference());
  } else {
    multiplyTile<true, true>(0, dimensions, ofRows, ofColumns, shared, pairs);
    collectRow(rowSquares, norms);
    collectRow(columnSquares, norms + kTileSide);
    __syncthreads();
  }

  const int row = thread / 16 * 4, col = thread % 16 * 4;
  const float factor = tile.columns == s ? echodc::syntheticFactor(m) : echodc::realFactor(m, n);
  const long long stride = static_cast<long long>(across) * kTileSide;
  double kernels = 0;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    float w[4];
#pragma unroll
    for (int j = 0; j < 4; ++j) {
      const int atRow = tile.firstRow + row + i, atColumn = tile.firstColumn + col + j;
      const KernelAndWeight pair =
          echodc::visitKernelFunction(kernelFunction, [&](auto function) -> KernelAndWeight {
            using Function = decltype(function);
            if constexpr (kOfDifferences != echodc::kOfDifferences<Function>) {
              echodc::reject("this MmdKernel has another kernel for its weights (mmd_fused.cu)");
            } else if constexpr (kOfDifferences) {
              return function.of(pairs[i][j], 1, Decay());
            } else if constexpr (Function::kOfDistances) {
              // the distance to itself is exactly 0, or NaN
              const float a = norms[row + i], b = norms[kTileSide + col + j];
              const bool same = tile.sameFeatures && atRow == atColumn;
              return function.of(same ? a - a : echodc::squaredDistance(a + b, pairs[i][j]),
                                 inverse, Decay());
            } else {
              return function.of(pairs[i][j]);
            }
          });
      const bool inside = atRow < tile.rowCount && atColumn < tile.columnCount;
      w[j] = inside ? factor * pair.weight : 0.0f;
      kernels += inside ? pair.kernel : 0.0f;
    }
    if (!ofReal) {
      const long long toRow =
          (static_cast<long long>(blockIdx.y) * rowTiles + local) * kTileSide + row + i;
      *reinterpret_cast<float4*>(weights + toRow * stride + column * kTileSide + col) =
          make_float4(w[0], w[1], w[2], w[3]);
    }
  }
  kernels = blockSum(kernels, scratch);
  if (ofReal && tile.firstRow != tile.firstColumn) kernels *= 2;
  if (sums && thread == 0) sums[group * tilesPerClass + sumIndex] = kernels;
}

// gradient rows of the strip, and loss [K] (null if not wanted in this launch) from the sums.
// Blocks: x over tiles of features, y over the strip's tiles of rows, z over classes.
template <bool kOfDifferences>
__device__ inline void gradientOfTile(MmdKernel kernelFunction, int m, int n, int dimensions,
                                      int firstClass, int firstRowTile,
                                      const float* __restrict__ synthetic,
                                      const float* __restrict__ real,
                                      const float* __restrict__ means,
                                      const float* __restrict__ weights, int tilesPerClass,
                                      const double* __restrict__ sums, float* __restrict__ gradient,
                                      float* __restrict__ loss, float* shared) {
  float* const rowSums = shared + 4 * kOperandFloats;
  double* const scratch = reinterpret_cast<double*>(rowSums + 2 * kTileSide);
  const int thread = static_cast<int>(threadIdx.x);
  const long long group = firstClass + static_cast<int>(blockIdx.z);
  const float* s = synthetic + group * m * dimensions;
  const int tilesS = divideUp(m, kTileSide), tilesR = divideUp(n, kTileSide);
  const int inner = (tilesS + tilesR) * kTileSide;
  const long long weightRow =
      (static_cast<long long>(blockIdx.z) * gridDim.y + blockIdx.y) * kTileSide + thread / 4;
  const float* mean = means ? means + group * dimensions : nullptr;
  const int firstColumn = static_cast<int>(blockIdx.x) * kTileSide;
  const int fetched = firstColumn + TileShare<false>::outer();
  const int available = dimensions - fetched;
  const int from = available > 0 ? fetched : 0;
  const FeatureColumns columns = {
      s + from,
      real + group * n * dimensions + from,
      mean ? loadUpToFour(mean + from, available) : make_float4(0, 0, 0, 0),
      m,
      n,
      tilesS * kTileSide,
      dimensions,
      available};
  float rowSum = 0, products[4][4];
  const int row = thread / 16 * 4, column = firstColumn + thread % 16 * 4;
  const int firstRow = (firstRowTile + static_cast<int>(blockIdx.y)) * kTileSide;
  if constexpr (kOfDifferences) {
    AddWeightedDifference add;
#pragma unroll
    for (int i = 0; i < 4; ++i)
#pragma unroll
      for (int j = 0; j < 4; ++j) {
        const bool inside = firstRow + row + i < m && column + j < dimensions;
        add.own[i][j] =
            inside ? s[static_cast<long long>(firstRow + row + i) * dimensions + column + j] : 0;
      }
    multiplyTile<true, false>(0, inner, PaddedRow{weights + weightRow * inner}, columns, shared,
                              products, add);
  } else {
    multiplyTile<true, false>(0, inner, SummedRow{{weights + weightRow * inner}, &rowSum}, columns,
                              shared, products);
    collectRow(rowSum, rowSums);
    __syncthreads();
  }

  const bool usesBandwidth = echodc::usesBandwidth(kernelFunction);
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) {
      if (firstRow + row + i >= m || column + j >= dimensions) continue;
      const long long at = static_cast<long long>(firstRow + row + i) * dimensions + column + j;
      float value = kOfDifferences ? products[i][j] : -products[i][j];
      if (!kOfDifferences && usesBandwidth) value += rowSums[row + i] * (s[at] - mean[column + j]);
      gradient[group * m * dimensions + at] = value;
    }
  }

  if (!loss || blockIdx.x != 0 || blockIdx.y != 0) return;  // whole blocks
  const double* parts = sums + group * tilesPerClass;
  const int across = tilesS + tilesR;
  double synthetics = 0, cross = 0, reals = 0;
  for (int i = thread; i < tilesPerClass; i += kTileThreads) {
    if (i >= tilesS * across)
      reals += parts[i];
    else if (i % across < tilesS)
      synthetics += parts[i];
    else
      cross += parts[i];
  }
  synthetics = blockSum(synthetics, scratch);
  cross = blockSum(cross, scratch);
  reals = blockSum(reals, scratch);
  if (thread == 0) loss[group] = echodc::discrepancy(m, n, synthetics, cross, reals);
}

}  // namespace

// The kernels, once for kernel functions of dot products and once for those of differences; what
// follows kOfDifferences are launch bounds.
#define ECHODC_MMD_WEIGHTS(name, kOfDifferences, ...)                                          \
  extern "C" __global__ void __launch_bounds__(__VA_ARGS__)                                    \
      name(MmdKernel kernelFunction, int m, int n, int dimensions, int firstClass,             \
           int firstRowTile, int rowTiles, int groups, const float* __restrict__ synthetic,    \
           const float* __restrict__ real, const float* __restrict__ means,                    \
           const double* __restrict__ squares, int tilesPerClass, float* __restrict__ weights, \
           double* __restrict__ sums) {                                                        \
    ECHODC_SHARED(float, shared);                                                              \
    weightsOfTile<kOfDifferences>(kernelFunction, m, n, dimensions, firstClass, firstRowTile,  \
                                  rowTiles, groups, synthetic, real, means, squares,           \
                                  tilesPerClass, weights, sums, shared);                       \
  }

#define ECHODC_MMD_GRADIENT(name, kOfDifferences)                                                  \
  extern "C" __global__ void __launch_bounds__(kTileThreads) name(                                 \
      MmdKernel kernelFunction, int m, int n, int dimensions, int firstClass, int firstRowTile,    \
      const float* __restrict__ synthetic, const float* __restrict__ real,                         \
      const float* __restrict__ means, const float* __restrict__ weights, int tilesPerClass,       \
      const double* __restrict__ sums, float* __restrict__ gradient, float* __restrict__ loss) {   \
    ECHODC_SHARED(float, shared);                                                                  \
    gradientOfTile<kOfDifferences>(kernelFunction, m, n, dimensions, firstClass, firstRowTile,     \
                                   synthetic, real, means, weights, tilesPerClass, sums, gradient, \
                                   loss, shared);                                                  \
  }

ECHODC_MMD_WEIGHTS(mmdWeights, false, kTileThreads)
ECHODC_MMD_GRADIENT(mmdGradient, false)
ECHODC_MMD_WEIGHTS(mmdDifferenceWeights, true, kTileThreads, 2)
ECHODC_MMD_GRADIENT(mmdDifferenceGradient, true)
