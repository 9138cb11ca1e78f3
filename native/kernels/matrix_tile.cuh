// One 64 x 64 tile of a matrix product left [rows, inner] * right [inner, columns] in float32, for
// 256 threads with 4 x 4 results each. The operands are functors, so that a convolution can gather
// its windows as if they were a matrix.
//
// An operand's four values are consecutive in memory either along the inner dimension
// (kAlongInner: one row or column, inner .. inner + 3) or across it (four rows or columns, one
// inner): operator()(inner) returns them for the thread's own row or column, 0 outside the matrix.
#pragma once

#include <cstdint>

#include "device.cuh"

constexpr int kTileSide = 64;
constexpr int kTileInner = 16;
constexpr int kTilePitch = kTileSide + 4;  // spreads the columns over the banks, keeps 16 bytes
constexpr int kOperandFloats = kTileInner * kTilePitch;
constexpr int kTileThreads = 256;

// Which part of an operand's tile a thread fetches.
template <bool kAlongInner>
struct TileShare {
  static __device__ inline int outer() {
    const int thread = static_cast<int>(threadIdx.x);
    return kAlongInner ? thread / 4 : thread % 16 * 4;
  }

  static __device__ inline int inner() {
    const int thread = static_cast<int>(threadIdx.x);
    return kAlongInner ? thread % 4 * 4 : thread / 16;
  }

  // Tiles lie inner-major in shared memory, whichever way they came.
  static __device__ inline void store(const float4& values, float* tile) {
    float* to = tile + inner() * kTilePitch + outer();
    if (kAlongInner) {
      to[0] = values.x;
      to[kTilePitch] = values.y;
      to[2 * kTilePitch] = values.z;
      to[3 * kTilePitch] = values.w;
    } else {
      *reinterpret_cast<float4*>(to) = values;
    }
  }
};

// The first `available` of four consecutive floats, 0 for the others.
__device__ inline float4 loadUpToFour(const float* from, int available) {
  if (available >= 4 && reinterpret_cast<uintptr_t>(from) % sizeof(float4) == 0)
    return *reinterpret_cast<const float4*>(from);
  return make_float4(available > 0 ? from[0] : 0.0f, available > 1 ? from[1] : 0.0f,
                     available > 2 ? from[2] : 0.0f, available > 3 ? from[3] : 0.0f);
}

// An operand along the inner dimension: a matrix whose rows hold it.
struct MatrixRow {
  const float* row;
  int size;  // of the inner dimension, 0 for a row outside the matrix

  __device__ inline float4 operator()(int inner) const {
    return loadUpToFour(row + inner, size - inner);
  }
};

// An operand across the inner dimension: a matrix with one row for every inner.
struct MatrixColumns {
  const float* columns;  // of row 0
  int available;
  int size;  // of the inner dimension
  long long stride;

  __device__ inline float4 operator()(int inner) const {
    return loadUpToFour(columns + inner * stride, inner < size ? available : 0);
  }
};

// What is added up over the inner dimension for result (i, j) of a thread.
struct MultiplyAdd {
  __device__ inline void operator()(float& sum, float a, float b, int, int) const { sum += a * b; }
};

// The sum over inner in [begin, end), begin a multiple of kTileInner, end too or the end of the
// dimension. The next tile is fetched while this one is multiplied. shared: 4 kOperandFloats.
template <bool kLeftAlongInner, bool kRightAlongInner, typename Left, typename Right,
          typename Add = MultiplyAdd>
__device__ inline void multiplyTile(int begin, int end, const Left& left, const Right& right,
                                    float* shared, float (&sums)[4][4], const Add& add = Add()) {
  using LeftShare = TileShare<kLeftAlongInner>;
  using RightShare = TileShare<kRightAlongInner>;
  const int row = static_cast<int>(threadIdx.x) / 16 * 4;
  const int column = static_cast<int>(threadIdx.x) % 16 * 4;
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j) sums[i][j] = 0;
  LeftShare::store(left(begin + LeftShare::inner()), shared);
  RightShare::store(right(begin + RightShare::inner()), shared + kOperandFloats);
  __syncthreads();
  int stage = 0;
  for (int next = begin + kTileInner; next < end + kTileInner; next += kTileInner) {
    float4 nextLeft = make_float4(0, 0, 0, 0), nextRight = nextLeft;
    if (next < end) {
      nextLeft = left(next + LeftShare::inner());
      nextRight = right(next + RightShare::inner());
    }
    const float* tile = shared + stage * 2 * kOperandFloats;
#pragma unroll
    for (int inner = 0; inner < kTileInner; ++inner) {
      const float* at = tile + inner * kTilePitch;
      const float4 a4 = *reinterpret_cast<const float4*>(at + row);
      const float4 b4 = *reinterpret_cast<const float4*>(at + kOperandFloats + column);
      const float a[4] = {a4.x, a4.y, a4.z, a4.w}, b[4] = {b4.x, b4.y, b4.z, b4.w};
#pragma unroll
      for (int i = 0; i < 4; ++i)
#pragma unroll
        for (int j = 0; j < 4; ++j) add(sums[i][j], a[i], b[j], i, j);
    }
    stage ^= 1;
    if (next < end) {
      LeftShare::store(nextLeft, shared + stage * 2 * kOperandFloats);
      RightShare::store(nextRight, shared + stage * 2 * kOperandFloats + kOperandFloats);
    }
    __syncthreads();
  }
}

// The epilogue: writes the tile that begins at (firstRow, firstColumn) into dst [rows, columns],
// after adding bias [columns] if there is one.
__device__ inline void storeTile(const float (&sums)[4][4], int firstRow, int firstColumn, int rows,
                                 int columns, const float* bias, float* dst) {
  const int row = firstRow + static_cast<int>(threadIdx.x) / 16 * 4;
  const int column = firstColumn + static_cast<int>(threadIdx.x) % 16 * 4;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    if (row + i >= rows) break;
    float* to = dst + static_cast<long long>(row + i) * columns + column;
    float4 values = make_float4(sums[i][0], sums[i][1], sums[i][2], sums[i][3]);
    if (bias) {
      const float4 added = loadUpToFour(bias + column, columns - column);
      values.x += added.x;
      values.y += added.y;
      values.z += added.z;
      values.w += added.w;
    }
    if (column + 4 <= columns && reinterpret_cast<uintptr_t>(to) % sizeof(float4) == 0) {
      *reinterpret_cast<float4*>(to) = values;
    } else {
      if (column < columns) to[0] = values.x;
      if (column + 1 < columns) to[1] = values.y;
      if (column + 2 < columns) to[2] = values.z;
      if (column + 3 < columns) to[3] = values.w;
    }
  }
}
