// Sums down the columns of a matrix by a block of 32 columns x 8 rows of threads: neighbouring
// threads read neighbouring columns, and the order of a sum depends on the shape alone.
#pragma once

#include "device.cuh"

constexpr int kColumns = 32;
constexpr int kRows = 8;
constexpr int kColumnThreads = kColumns * kRows;

__device__ inline int ownColumn() { return static_cast<int>(threadIdx.x) % kColumns; }
__device__ inline int ownRow() { return static_cast<int>(threadIdx.x) / kColumns; }

// The sum over the rows of threads, in all of them. scratch: kColumnThreads floats, free on return.
__device__ inline float sumOverRows(float value, float* scratch) {
  scratch[threadIdx.x] = value;
  __syncthreads();
  float sum = 0;
  for (int row = 0; row < kRows; ++row) sum += scratch[row * kColumns + ownColumn()];
  __syncthreads();
  return sum;
}

// The column of a slice of a matrix [rows, channels] that a thread works on. Blocks: x over
// columns, y over slices.
struct RowSlice {
  int channel, channels, index, begin, end;
  bool exists;

  __device__ inline RowSlice(int rows, int columns, int sliceRows)
      : channel(static_cast<int>(blockIdx.x) * kColumns + ownColumn()),
        channels(columns),
        index(static_cast<int>(blockIdx.y)),
        begin(index * sliceRows),
        end(rows - begin < sliceRows ? rows : begin + sliceRows),
        exists(channel < columns) {}

  // The thread's first row; none where the column is beyond the matrix.
  __device__ inline int first() const { return exists ? begin + ownRow() : end; }

  __device__ inline long long at(int row) const {
    return static_cast<long long>(row) * channels + channel;
  }

  // Where a number of the column of some slice lies in [slices, channels].
  __device__ inline long long ofSlice(int slice) const {
    return static_cast<long long>(slice) * channels + channel;
  }
};
