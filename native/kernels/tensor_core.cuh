// What only some hardware has, behind functions that mean the same on a CPU: asynchronous copies
// into shared memory and matrix products on tensor cores (compute capability 8.0 and newer).
#pragma once

#include "device.cuh"

// Copies 16 bytes, both sides aligned to 16; they arrive by the next waitForCopies().
__device__ inline void copyAsync(float* shared, const float* global) {
#ifdef __CUDACC__
  const unsigned to = static_cast<unsigned>(__cvta_generic_to_shared(shared));
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(to), "l"(global) : "memory");
#else
  echodc::simulator::copyLater(shared, global, 4 * sizeof(float));
#endif
}

// Waits for the copies of this thread; those of others have arrived after the next barrier.
__device__ inline void waitForCopies() {
#ifdef __CUDACC__
  asm volatile("cp.async.wait_all;" ::: "memory");
#else
  echodc::simulator::waitForCopies();
#endif
}

// The nearest float with 10 bits of mantissa, halves away from zero. Tensor cores would drop the
// other 13 bits, which makes every product smaller.
__device__ inline float roundedToTf32(float value) {
#ifdef __CUDACC__
  unsigned bits;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(value));
  return __uint_as_float(bits);
#else
  if (!std::isfinite(value)) return value;
  return __uint_as_float((__float_as_uint(value) + 0x1000u) & ~0x1fffu);
#endif
}

// Pieces that a lane holds of the matrices of one instruction: A [16, 8], B [8, 8], C [16, 8].
// With g = lane / 4 and t = lane % 4 (PTX ISA, "Matrix fragments for mma.m16n8k8", tf32):
//   A: rows g, g + 8, columns t, t + 4: (g, t), (g + 8, t), (g, t + 4), (g + 8, t + 4)
//   B: (t, g), (t + 4, g)
//   C: (g, 2 t), (g, 2 t + 1), (g + 8, 2 t), (g + 8, 2 t + 1)
struct FragmentA {
  float value[4];
};

struct FragmentB {
  float value[2];
};

struct FragmentC {
  float value[4];
};

// c += a b over the lanes of a warp, in TF32 with float32 accumulation.
__device__ inline void multiplyAdd(FragmentC& c, const FragmentA& a, const FragmentB& b) {
#ifdef __CUDACC__
  asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, "
      "{%8, %9}, {%0, %1, %2, %3};"
      : "+f"(c.value[0]), "+f"(c.value[1]), "+f"(c.value[2]), "+f"(c.value[3])
      : "r"(__float_as_uint(a.value[0])), "r"(__float_as_uint(a.value[1])),
        "r"(__float_as_uint(a.value[2])), "r"(__float_as_uint(a.value[3])),
        "r"(__float_as_uint(b.value[0])), "r"(__float_as_uint(b.value[1])));
#else
  struct Operands {
    FragmentA a;
    FragmentB b;
  };
  const int g = echodc::simulator::lane() / 4, t = echodc::simulator::lane() % 4;
  const auto used = [](float value) { return __uint_as_float(__float_as_uint(value) & ~0x1fffu); };
  c = echodc::simulator::warpCollective<FragmentC>(Operands{a, b}, __LINE__, [&](auto of) {
    FragmentC sum = c;
    for (int k = 0; k < 8; ++k) {
      const Operands ofRows = of(4 * g + k % 4);
      for (int column = 0; column < 2; ++column) {
        const float right = used(of(4 * (2 * t + column) + k % 4).b.value[k / 4]);
        sum.value[column] += used(ofRows.a.value[k / 4 * 2]) * right;
        sum.value[2 + column] += used(ofRows.a.value[k / 4 * 2 + 1]) * right;
      }
    }
    return sum;
  });
#endif
}
