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
