// What only some hardware has, behind functions that mean the same on a CPU: asynchronous copies
// into shared memory, loads of fragments out of it and matrix products on tensor cores (compute
// capability 8.0 and newer).
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

// Copies a piece of 16 bytes, both sides aligned to 16, or sets it to 0 where there is none; then
// `global` is not read. It arrives by the wait for its group.
__device__ inline void copyPieceAsync(unsigned* shared, const uint4* global, bool exists) {
#ifdef __CUDACC__
  const unsigned to = static_cast<unsigned>(__cvta_generic_to_shared(shared));
  const int bytes = exists ? 16 : 0;
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(global), "r"(bytes)
               : "memory");
#else
  echodc::simulator::copyLater(shared, exists ? global : nullptr, sizeof(uint4));
#endif
}

// The copies of this thread since the last call are a group, an empty one if there are none.
__device__ inline void commitCopies() {
#ifdef __CUDACC__
  asm volatile("cp.async.commit_group;" ::: "memory");
#else
  echodc::simulator::commitCopies();
#endif
}

// Waits for the groups of this thread except the latest kPending.
template <int kPending>
__device__ inline void waitForGroups() {
#ifdef __CUDACC__
  asm volatile("cp.async.wait_group %0;" ::"n"(kPending) : "memory");
#else
  echodc::simulator::waitForGroups(kPending);
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

// Two floats rounded to BF16, halves to even, as one word with the first in its lower half.
__device__ inline unsigned packedBf16(float first, float second) {
#ifdef __CUDACC__
  unsigned word;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(word) : "f"(second), "f"(first));
  return word;
#else
  const auto rounded = [](float value) {
    const unsigned bits = __float_as_uint(value);
    if (std::isnan(value)) return bits >> 16 | 0x40u;
    return (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
  };
  return rounded(second) << 16 | rounded(first);
#endif
}

// One of the two floats of a word.
__device__ inline float unpackedBf16(unsigned word, int second) {
  return __uint_as_float(second ? word & 0xffff0000u : word << 16);
}

// A float in memory as its upper half.
struct bf16 {
  unsigned short bits;
};

// How operands are rounded, what a word of 32 bits holds of them, one inner element or two, and how
// tensors between two products are stored.
struct Tf32 {
  static constexpr int kPerWord = 1;
  using Stored = float;
};

struct Bf16 {
  static constexpr int kPerWord = 2;
  using Stored = bf16;
};

__device__ inline float loaded(const float* from) { return *from; }
__device__ inline float loaded(const bf16* from) {
  return __uint_as_float(static_cast<unsigned>(from->bits) << 16);
}

__device__ inline void store(float* to, float value) { *to = value; }
__device__ inline void store(bf16* to, float value) {
  to->bits = static_cast<unsigned short>(packedBf16(value, 0));
}

// Two neighbours, the first of them at an even place.
__device__ inline void storePair(float* to, float first, float second) {
  *reinterpret_cast<float2*>(to) = make_float2(first, second);
}
__device__ inline void storePair(bf16* to, float first, float second) {
  *reinterpret_cast<unsigned*>(to) = packedBf16(first, second);
}

// Pieces that a lane holds of the matrices of one instruction: A [16, K], B [K, 8], C [16, 8], K
// being 8 words along the inner dimension. With g = lane / 4 and t = lane % 4 (PTX ISA, "Matrix
// fragments for mma.m16n8k8", tf32, and "mma.m16n8k16", bf16), in words:
//   A: (g, t), (g + 8, t), (g, t + 4), (g + 8, t + 4)
//   B: (t, g), (t + 4, g)
//   C: floats (g, 2 t), (g, 2 t + 1), (g + 8, 2 t), (g + 8, 2 t + 1)
struct FragmentA {
  unsigned word[4];
};

struct FragmentB {
  unsigned word[2];
};

struct FragmentC {
  float value[4];
};

#ifdef __CUDACC__

#define ECHODC_LDMATRIX(kind, words, row)                                                 \
  asm volatile("ldmatrix.sync.aligned.m8n8.x4" kind ".shared.b16 {%0, %1, %2, %3}, [%4];" \
               : "=r"(words[0]), "=r"(words[1]), "=r"(words[2]), "=r"(words[3])           \
               : "r"(static_cast<unsigned>(__cvta_generic_to_shared(row)))                \
               : "memory")

// Four matrices of 8 rows of 4 words in shared memory, row r of matrix q at the address that lane
// 8 q + r gives, aligned to 16 bytes: words[q] becomes word t of row g of matrix q.
__device__ inline void loadMatrices(const unsigned* row, unsigned (&words)[4]) {
  ECHODC_LDMATRIX("", words, row);
}

// The same of matrices of 8 x 8 halves of words, transposed: words[q] becomes halves g of rows 2 t
// and 2 t + 1 of matrix q, the first of them in its lower half.
__device__ inline void loadTransposed(const unsigned* row, unsigned (&words)[4]) {
  ECHODC_LDMATRIX(".trans", words, row);
}

#undef ECHODC_LDMATRIX

#define ECHODC_MMA(shape_and_types, c, a, b)                                            \
  asm("mma.sync.aligned." shape_and_types                                               \
      " {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"                \
      : "+f"(c.value[0]), "+f"(c.value[1]), "+f"(c.value[2]), "+f"(c.value[3])          \
      : "r"(a.word[0]), "r"(a.word[1]), "r"(a.word[2]), "r"(a.word[3]), "r"(b.word[0]), \
        "r"(b.word[1]))

__device__ inline void multiplyAdd(Tf32, FragmentC& c, const FragmentA& a, const FragmentB& b) {
  ECHODC_MMA("m16n8k8.row.col.f32.tf32.tf32.f32", c, a, b);
}

__device__ inline void multiplyAdd(Bf16, FragmentC& c, const FragmentA& a, const FragmentB& b) {
  ECHODC_MMA("m16n8k16.row.col.f32.bf16.bf16.f32", c, a, b);
}

#undef ECHODC_MMA

#else

// What lanes find in the four matrices whose rows they give: word(matrix, rows of it).
template <typename Word>
void loadMatrices(const unsigned* row, unsigned (&words)[4], int line, Word word) {
  struct Words {
    unsigned of[4];
  };
  const Words loaded = echodc::simulator::warpCollective<Words>(row, line, [&](auto rowOf) {
    Words own;
    for (int matrix = 0; matrix < 4; ++matrix)
      own.of[matrix] = word([&](int index) { return rowOf(8 * matrix + index); });
    return own;
  });
  std::copy(loaded.of, loaded.of + 4, words);
}

inline void loadMatrices(const unsigned* row, unsigned (&words)[4]) {
  const int g = echodc::simulator::lane() / 4, t = echodc::simulator::lane() % 4;
  loadMatrices(row, words, __LINE__, [=](auto rowOf) { return rowOf(g)[t]; });
}

inline void loadTransposed(const unsigned* row, unsigned (&words)[4]) {
  const int g = echodc::simulator::lane() / 4, t = echodc::simulator::lane() % 4;
  const auto half = [g](const unsigned* of) { return of[g / 2] >> 16 * (g % 2) & 0xffffu; };
  loadMatrices(row, words, __LINE__,
               [=](auto rowOf) { return half(rowOf(2 * t + 1)) << 16 | half(rowOf(2 * t)); });
}

// The products of two words; of TF32, the lower 13 bits are not looked at.
inline float productOfWords(Tf32, unsigned a, unsigned b) {
  return __uint_as_float(a & ~0x1fffu) * __uint_as_float(b & ~0x1fffu);
}

inline float productOfWords(Bf16, unsigned a, unsigned b) {
  return unpackedBf16(a, 0) * unpackedBf16(b, 0) + unpackedBf16(a, 1) * unpackedBf16(b, 1);
}

// Swaps what a test wants swapped, to see that it is found.
inline void plantFault(FragmentA& a, FragmentB& b) {
  using echodc::simulator::FragmentFault;
  switch (echodc::simulator::fragmentFault) {
    case FragmentFault::none:
      break;
    case FragmentFault::rowsOfA:  // g and g + 8
      std::swap(a.word[0], a.word[1]);
      std::swap(a.word[2], a.word[3]);
      break;
    case FragmentFault::orderOfA:  // (g + 8, t) and (g, t + 4)
      std::swap(a.word[1], a.word[2]);
      break;
    case FragmentFault::rowsOfB:  // t and t + 4
      std::swap(b.word[0], b.word[1]);
      break;
  }
}

// c += a b over the lanes of a warp, with float32 sums.
template <typename Operand>
void multiplyAdd(Operand operand, FragmentC& c, FragmentA a, FragmentB b) {
  plantFault(a, b);
  struct Operands {
    FragmentA a;
    FragmentB b;
  };
  const int g = echodc::simulator::lane() / 4, t = echodc::simulator::lane() % 4;
  c = echodc::simulator::warpCollective<FragmentC>(Operands{a, b}, __LINE__, [&](auto of) {
    FragmentC sum = c;
    for (int k = 0; k < 8; ++k) {
      const Operands ofRows = of(4 * g + k % 4);
      for (int column = 0; column < 2; ++column) {
        const unsigned right = of(4 * (2 * t + column) + k % 4).b.word[k / 4];
        sum.value[column] += productOfWords(operand, ofRows.a.word[k / 4 * 2], right);
        sum.value[2 + column] += productOfWords(operand, ofRows.a.word[k / 4 * 2 + 1], right);
      }
    }
    return sum;
  });
}

#endif
