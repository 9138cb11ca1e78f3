// Sums over the threads of a block, in an order that depends on the number of threads alone, so
// that they are bitwise repeatable.
#pragma once

#include "device.cuh"

constexpr int kWarp = 32;
constexpr unsigned kAllLanes = 0xffffffffu;

// The sum over a warp, in every lane.
template <typename T>
__device__ inline T warpSum(T value) {
  for (int offset = kWarp / 2; offset > 0; offset /= 2)
    value += __shfl_xor_sync(kAllLanes, value, offset);
  return value;
}

// The sum over the block, in every thread. scratch: 32 values in shared memory, free on return.
template <typename T>
__device__ inline T blockSum(T value, T* scratch) {
  const int lane = static_cast<int>(threadIdx.x) % kWarp,
            warp = static_cast<int>(threadIdx.x) / kWarp;
  value = warpSum(value);
  if (lane == 0) scratch[warp] = value;
  __syncthreads();
  T sum = 0;
  for (int i = 0; i < static_cast<int>(blockDim.x) / kWarp; ++i) sum += scratch[i];
  __syncthreads();
  return sum;
}
