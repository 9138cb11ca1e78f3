// Kernels of the simulator's own tests: one that is right, and the same with the mistakes that a
// simulator must catch.
#include "reduce.cuh"

namespace {
constexpr int kThreads = 64;
}

// dst[i] = src[n - 1 - i] of each block of n = 64 elements, through shared memory.
extern "C" __global__ void __launch_bounds__(kThreads)
    reverse_right(const float* __restrict__ src, float* __restrict__ dst) {
  ECHODC_SHARED(float, shared);
  const int i = static_cast<int>(threadIdx.x), first = static_cast<int>(blockIdx.x) * kThreads;
  shared[i] = src[first + i];
  __syncthreads();
  dst[first + i] = shared[kThreads - 1 - i];
}

extern "C" __global__ void __launch_bounds__(kThreads)
    reverse_without_barrier(const float* __restrict__ src, float* __restrict__ dst) {
  ECHODC_SHARED(float, shared);
  const int i = static_cast<int>(threadIdx.x), first = static_cast<int>(blockIdx.x) * kThreads;
  shared[i] = src[first + i];
  dst[first + i] = shared[kThreads - 1 - i];
}

extern "C" __global__ void __launch_bounds__(kThreads)
    reverse_diverging(const float* __restrict__ src, float* __restrict__ dst) {
  ECHODC_SHARED(float, shared);
  const int i = static_cast<int>(threadIdx.x);
  shared[i] = src[i];
  if (i == kThreads - 1) return;
  __syncthreads();
  dst[i] = shared[kThreads - 1 - i];
}

extern "C" __global__ void __launch_bounds__(kThreads)
    reverse_beyond_shared(const float* __restrict__ src, float* __restrict__ dst) {
  ECHODC_SHARED(float, shared);
  const int i = static_cast<int>(threadIdx.x);
  shared[i + 1] = src[i];
  __syncthreads();
  dst[i] = shared[kThreads - i];
}

extern "C" __global__ void __launch_bounds__(kThreads)
    copy_one_too_far(const float* __restrict__ src, float* __restrict__ dst) {
  dst[threadIdx.x + 1] = src[threadIdx.x];
}

extern "C" __global__ void __launch_bounds__(kThreads)
    copy_but_the_last(const float* __restrict__ src, float* __restrict__ dst) {
  if (threadIdx.x + 1 < blockDim.x) dst[threadIdx.x] = src[threadIdx.x];
}

extern "C" __global__ void __launch_bounds__(kThreads)
    sum_of_warps(const float* __restrict__ src, float* __restrict__ dst) {
  ECHODC_SHARED(float, scratch);
  dst[threadIdx.x] = blockSum(src[threadIdx.x], scratch);
}

extern "C" __global__ void __launch_bounds__(kThreads)
    sum_of_half_a_warp(const float* __restrict__ src, float* __restrict__ dst) {
  if (threadIdx.x < 16) dst[threadIdx.x] = warpSum(src[threadIdx.x]);
}
