// CUDA's names on a CPU: what device.cuh needs of the simulated driver. A kernel's threads are
// fibres (scheduler.h), so that barriers and warp intrinsics mean what they mean on a GPU.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#define __global__
#define __device__
#define __launch_bounds__(...)
#define __forceinline__ inline

namespace echodc::simulator {

struct Index {
  unsigned x = 0, y = 0, z = 0;
};

extern Index threadIndex, blockIndex, blockSize, gridSize;  // of the running thread

void* sharedMemory();

// Waits for all threads of the block, at the same line.
void barrier(int line);

constexpr int kWarpSize = 32;
constexpr size_t kMaxOperand = 64;

// Deposits a lane's operand and waits for its warp, at the same line; then lane i's is at [i].
using Operand = unsigned char[kMaxOperand];
const Operand* exchange(const void* operand, size_t bytes, int line);

// An asynchronous copy, of zeros from nullptr: the bytes arrive when the thread waits for its
// copies or for their group, not before.
void copyLater(void* dst, const void* src, size_t bytes);
void waitForCopies();
void commitCopies();
void waitForGroups(unsigned pending);

// How the emulated tensor cores take their operands in the running launch: as they are given, or
// with two words of a fragment swapped, as a kernel would give them that has its order wrong.
enum class FragmentFault { none, rowsOfA, orderOfA, rowsOfB };
extern FragmentFault fragmentFault;

inline int lane() { return static_cast<int>(threadIndex.x % kWarpSize); }

// A collective operation of a warp: function(operands of all lanes) gives this lane's result.
template <typename Result, typename In, typename Function>
Result warpCollective(const In& operand, int line, Function function) {
  static_assert(sizeof(In) <= kMaxOperand);
  const Operand* all = exchange(&operand, sizeof(In), line);
  return function([all](int index) {
    In in;
    std::memcpy(&in, all[index], sizeof(In));
    return in;
  });
}

template <typename T>
T shuffle(T value, int source, int line) {
  return warpCollective<T>(value, line, [source](auto of) { return of(source % kWarpSize); });
}

}  // namespace echodc::simulator

#define threadIdx (echodc::simulator::threadIndex)
#define blockIdx (echodc::simulator::blockIndex)
#define blockDim (echodc::simulator::blockSize)
#define gridDim (echodc::simulator::gridSize)
#define __syncthreads() echodc::simulator::barrier(__LINE__)
#define __shfl_xor_sync(mask, value, offset) \
  echodc::simulator::shuffle(value, echodc::simulator::lane() ^ (offset), __LINE__)

inline double __dadd_rn(double a, double b) { return a + b; }

// Threads of a block never run at the same moment.
inline int atomicAdd(int* address, int value) {
  const int old = *address;
  *address += value;
  return old;
}

using std::isfinite;
using std::isnan;
using std::max;
using std::min;

inline float cospif(float x) { return static_cast<float>(std::cos(M_PI * x)); }
inline float sinpif(float x) { return static_cast<float>(std::sin(M_PI * x)); }

inline float rsqrtf(float x) { return 1 / std::sqrt(x); }

inline uint32_t __float_as_uint(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline float __uint_as_float(uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

struct alignas(16) float4 {
  float x, y, z, w;
};

struct alignas(8) float2 {
  float x, y;
};

inline float2 make_float2(float x, float y) { return {x, y}; }

struct alignas(8) int2 {
  int x, y;
};

inline int2 make_int2(int x, int y) { return {x, y}; }

struct alignas(16) uint4 {
  unsigned x, y, z, w;
};

inline uint4 make_uint4(unsigned x, unsigned y, unsigned z, unsigned w) { return {x, y, z, w}; }

inline float4 make_float4(float x, float y, float z, float w) { return {x, y, z, w}; }
