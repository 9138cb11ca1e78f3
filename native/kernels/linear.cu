// Fully connected layer, dst = src weight + bias, and its gradients. See Linear in
// Java.
//
//   src [batch, inputs], weight [inputs, outputs], bias [outputs], dst [batch, outputs]; results
//   are overwritten. The gradient w.r.t. the bias is the sum of the rows of dstGradient
//   (column_sums.cu).
#include "matrix_tile.cuh"

// Blocks: x over rows, y over outputs, z over chunks of `chunk` inputs (a multiple of kTileInner);
// dst [chunks, batch, outputs], bias null if the chunks are added elsewhere.
extern "C" __global__ void __launch_bounds__(kTileThreads)
    linearForward(int batch, int inputs, int outputs, int chunk, const float* __restrict__ weight,
                  const float* __restrict__ bias, const float* __restrict__ src,
                  float* __restrict__ dst) {
  ECHODC_SHARED(float, shared);
  const int firstRow = static_cast<int>(blockIdx.x) * kTileSide;
  const int firstColumn = static_cast<int>(blockIdx.y) * kTileSide;
  const int begin = static_cast<int>(blockIdx.z) * chunk;
  const int end = min(chunk, inputs - begin) + begin;
  const int row = firstRow + TileShare<true>::outer();
  const int column = firstColumn + TileShare<false>::outer();
  const MatrixRow left = {src + static_cast<long long>(row) * inputs, row < batch ? inputs : 0};
  const MatrixColumns right = {weight + column, outputs - column, inputs, outputs};
  float sums[4][4];
  multiplyTile<true, false>(begin, end, left, right, shared, sums);
  storeTile(sums, firstRow, firstColumn, batch, outputs, bias,
            dst + static_cast<long long>(blockIdx.z) * batch * outputs);
}

// Blocks: x over rows, y over inputs.
extern "C" __global__ void __launch_bounds__(kTileThreads)
    linearBackwardInput(int batch, int inputs, int outputs, const float* __restrict__ weight,
                        const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  const int firstRow = static_cast<int>(blockIdx.x) * kTileSide;
  const int firstColumn = static_cast<int>(blockIdx.y) * kTileSide;
  const int row = firstRow + TileShare<true>::outer();
  const int column = firstColumn + TileShare<true>::outer();
  const MatrixRow left = {dstGradient + static_cast<long long>(row) * outputs,
                          row < batch ? outputs : 0};
  const MatrixRow right = {weight + static_cast<long long>(column) * outputs,
                           column < inputs ? outputs : 0};
  float sums[4][4];
  multiplyTile<true, true>(0, outputs, left, right, shared, sums);
  storeTile(sums, firstRow, firstColumn, batch, inputs, nullptr, srcGradient);
}

// Blocks: x over inputs, y over outputs.
extern "C" __global__ void __launch_bounds__(kTileThreads)
    linearBackwardWeight(int batch, int inputs, int outputs, const float* __restrict__ src,
                         const float* __restrict__ dstGradient,
                         float* __restrict__ weightGradient) {
  ECHODC_SHARED(float, shared);
  const int firstRow = static_cast<int>(blockIdx.x) * kTileSide;
  const int firstColumn = static_cast<int>(blockIdx.y) * kTileSide;
  const int row = firstRow + TileShare<false>::outer();
  const int column = firstColumn + TileShare<false>::outer();
  const MatrixColumns left = {src + row, inputs - row, batch, inputs};
  const MatrixColumns right = {dstGradient + column, outputs - column, batch, outputs};
  float sums[4][4];
  multiplyTile<false, false>(0, batch, left, right, shared, sums);
  storeTile(sums, firstRow, firstColumn, inputs, outputs, nullptr, weightGradient);
}
