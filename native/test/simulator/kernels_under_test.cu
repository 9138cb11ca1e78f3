// Kernels of the simulator's own tests: one that is right, and the same with the mistakes that a
// simulator must catch.
#include "reduce.cuh"
#include "shared/portable.h"
#include "tensor_core.cuh"

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

// One product of a tensor core, c = a b, with the place of each lane's values in the matrices:
// placesA [32, 4 words], placesB [32, 2 words] with a word's elements side by side, placesC [32,
// 4].
extern "C" __global__ void __launch_bounds__(kThreads)
    tf32_product_by_tables(const float* __restrict__ a, const float* __restrict__ b,
                           const int* __restrict__ placesA, const int* __restrict__ placesB,
                           const int* __restrict__ placesC, float* __restrict__ c) {
  const int lane = static_cast<int>(threadIdx.x);
  FragmentA left;
  FragmentB right;
  FragmentC sums = {{0, 0, 0, 0}};
  for (int i = 0; i < 4; ++i) left.word[i] = __float_as_uint(a[placesA[lane * 4 + i]]);
  for (int i = 0; i < 2; ++i) right.word[i] = __float_as_uint(b[placesB[lane * 2 + i]]);
  multiplyAdd(Tf32(), sums, left, right);
  for (int i = 0; i < 4; ++i) c[placesC[lane * 4 + i]] = sums.value[i];
}

extern "C" __global__ void __launch_bounds__(kThreads)
    bf16_product_by_tables(const float* __restrict__ a, const float* __restrict__ b,
                           const int* __restrict__ placesA, const int* __restrict__ placesB,
                           const int* __restrict__ placesC, float* __restrict__ c) {
  const int lane = static_cast<int>(threadIdx.x);
  const auto word = [](const float* values, const int* places) {
    return packedBf16(values[places[0]], values[places[1]]);
  };
  FragmentA left;
  FragmentB right;
  FragmentC sums = {{0, 0, 0, 0}};
  for (int i = 0; i < 4; ++i) left.word[i] = word(a, placesA + lane * 8 + 2 * i);
  for (int i = 0; i < 2; ++i) right.word[i] = word(b, placesB + lane * 4 + 2 * i);
  multiplyAdd(Bf16(), sums, left, right);
  for (int i = 0; i < 4; ++i) c[placesC[lane * 4 + i]] = sums.value[i];
}

// dst = src through asynchronous copies of 16 bytes.
extern "C" __global__ void __launch_bounds__(kThreads)
    copy_asynchronously(int wait, const float* __restrict__ src, float* __restrict__ dst) {
  ECHODC_SHARED(float, shared);
  const int i = static_cast<int>(threadIdx.x);
  copyAsync(shared + 4 * i, src + 4 * i);
  if (wait) waitForCopies();
  __syncthreads();
  for (int k = 0; k < 4; ++k) dst[4 * i + k] = shared[4 * i + k];
}

// dst = src in two groups of copies, of which the first is waited for; 0 instead of those that do
// not exist: pieces [0, 32) in the first group, [32, 64) in the second.
extern "C" __global__ void __launch_bounds__(kThreads)
    copy_in_groups(int existing, const uint4* __restrict__ src, unsigned* __restrict__ dst) {
  ECHODC_SHARED(unsigned, shared);
  const int i = static_cast<int>(threadIdx.x);
  for (int group = 0; group < 2; ++group) {
    const int piece = i + 32 * group;
    copyPieceAsync(shared + 4 * piece, src + piece, i < existing);
    commitCopies();
  }
  waitForGroups<1>();
  for (int k = 0; k < 4; ++k) dst[4 * i + k] = shared[4 * i + k];
  for (int k = 0; k < 4; ++k) dst[4 * (i + 32) + k] = shared[4 * (i + 32) + k];
}

// The words of every lane, dst [32, 4], of four matrices whose rows lie in src [32, 4] in the order
// of `rows`.
extern "C" __global__ void __launch_bounds__(kThreads)
    load_matrices(int transposed, const int* __restrict__ rows, const unsigned* __restrict__ src,
                  unsigned* __restrict__ dst) {
  ECHODC_SHARED(unsigned, shared);
  const int lane = static_cast<int>(threadIdx.x);
  for (int k = 0; k < 4; ++k) shared[4 * lane + k] = src[4 * lane + k];
  __syncthreads();
  unsigned words[4];
  if (transposed)
    loadTransposed(shared + 4 * rows[lane], words);
  else
    loadMatrices(shared + 4 * rows[lane], words);
  for (int k = 0; k < 4; ++k) dst[4 * lane + k] = words[k];
}

extern "C" __global__ void __launch_bounds__(kThreads)
    round_to_tf32(const float* __restrict__ src, float* __restrict__ dst) {
  dst[threadIdx.x] = roundedToTf32(src[threadIdx.x]);
}

extern "C" __global__ void __launch_bounds__(kThreads)
    round_to_bf16(const float* __restrict__ src, float* __restrict__ dst) {
  const unsigned word = packedBf16(src[threadIdx.x], -src[threadIdx.x]);
  dst[2 * threadIdx.x] = unpackedBf16(word, 0);
  dst[2 * threadIdx.x + 1] = unpackedBf16(word, 1);
}

extern "C" __global__ void __launch_bounds__(kThreads)
    copy_misaligned(const float* __restrict__ src, float* __restrict__ dst) {
  ECHODC_SHARED(float, shared);
  const int i = static_cast<int>(threadIdx.x);
  copyAsync(shared + 4 * i, src + 4 * i + 1);
  waitForCopies();
  dst[i] = shared[4 * i];
}

// One thread gives up while the others wait for it.
extern "C" __global__ void __launch_bounds__(kThreads)
    reject_in_one_thread(const float* __restrict__ src, float* __restrict__ dst) {
  if (threadIdx.x == 5) echodc::reject("this argument");
  __syncthreads();
  dst[threadIdx.x] = src[threadIdx.x];
}
