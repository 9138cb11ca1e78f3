// What lets one header serve the CPU device, compiled by a host compiler, and the kernels, compiled
// by nvcc for GPUs and by a host compiler for the simulated driver: the same function, so the same
// bits.
#pragma once

#include <cstdint>

#ifdef __CUDACC__

#define ECHODC_INLINE __device__ __forceinline__
#define ECHODC_UNROLL _Pragma("unroll")

#else

#include <cmath>
#include <stdexcept>

// Always: sources in cpu/simd are compiled for several instruction sets, and of a function that is
// not inlined the linker keeps one for all of them.
#define ECHODC_INLINE inline __attribute__((always_inline))
#define ECHODC_UNROLL

#endif

namespace echodc {

// Arithmetic that is rounded after every step. nvcc contracts a * b + c into one rounding unless
// each is named; host compilers keep them apart where they are told nothing else.
#ifdef __CUDACC__

ECHODC_INLINE float roundedSum(float a, float b) { return __fadd_rn(a, b); }
ECHODC_INLINE float roundedDifference(float a, float b) { return __fsub_rn(a, b); }
ECHODC_INLINE float roundedProduct(float a, float b) { return __fmul_rn(a, b); }
ECHODC_INLINE float roundedQuotient(float a, float b) { return __fdiv_rn(a, b); }
ECHODC_INLINE float roundedRoot(float x) { return __fsqrt_rn(x); }

// The upper word of a product: nvcc keeps a product of 64 bits in a pair of registers.
ECHODC_INLINE uint32_t upperProduct(uint32_t a, uint32_t b) { return __umulhi(a, b); }
ECHODC_INLINE int smaller(int a, int b) { return min(a, b); }
ECHODC_INLINE int larger(int a, int b) { return max(a, b); }

ECHODC_INLINE double preciseRoot(double x) { return sqrt(x); }
ECHODC_INLINE double preciseLogarithm(double x) { return log(x); }

// Cosine and sine of 2 pi v.
ECHODC_INLINE double cosineOfTurn(double v) { return cospi(2 * v); }
ECHODC_INLINE double sineOfTurn(double v) { return sinpi(2 * v); }

#else

ECHODC_INLINE float roundedSum(float a, float b) { return a + b; }
ECHODC_INLINE float roundedDifference(float a, float b) { return a - b; }
ECHODC_INLINE float roundedProduct(float a, float b) { return a * b; }
ECHODC_INLINE float roundedQuotient(float a, float b) { return a / b; }
ECHODC_INLINE float roundedRoot(float x) { return std::sqrt(x); }

ECHODC_INLINE uint32_t upperProduct(uint32_t a, uint32_t b) {
  return static_cast<uint32_t>(uint64_t{a} * b >> 32);
}
ECHODC_INLINE int smaller(int a, int b) { return b < a ? b : a; }
ECHODC_INLINE int larger(int a, int b) { return a < b ? b : a; }

ECHODC_INLINE double preciseRoot(double x) { return std::sqrt(x); }
ECHODC_INLINE double preciseLogarithm(double x) { return std::log(x); }

// Of 2 pi v for v in [0, 1), exact at whole quarters as CUDA's are.
ECHODC_INLINE double cosineOfTurn(double v) {
  constexpr double kQuarter = 1.57079632679489661923;
  const int quarter = static_cast<int>(4 * v);
  const double angle = kQuarter * (4 * v - quarter);
  const double value = quarter % 2 == 0 ? std::cos(angle) : std::sin(angle);
  return quarter == 1 || quarter == 2 ? -value : value;
}

ECHODC_INLINE double sineOfTurn(double v) { return cosineOfTurn(v < 0.25 ? v + 0.75 : v - 0.25); }

#endif

// An argument that no caller may pass: an exception on a host, which the simulated driver turns
// into a failed launch, and a failed launch on a GPU.
[[noreturn]] ECHODC_INLINE void reject([[maybe_unused]] const char* why) {
#ifdef __CUDACC__
  __trap();
  __builtin_unreachable();
#else
  throw std::invalid_argument(why);
#endif
}

}  // namespace echodc
