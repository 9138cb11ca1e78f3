// Choice of the instruction set at run time.
//
// A source in this folder is compiled three times, with ECHODC_ISA set to baseline, avx2 and
// avx512, and puts its functions into namespace echodc::cpu::ECHODC_ISA. Beside it a header
// declares a table of function pointers, and the table of each instruction set, so:
//
//   struct SumTable { float (*sum)(const float* values, int64_t count); };
//   ECHODC_DECLARE_SIMD_TABLE(SumTable, sumTable)             // in simd/sum.h
//   const SumTable sumTable = {sum};                          // in simd/sum.cpp, in its namespace
//   ECHODC_SIMD_TABLE(sumTable).sum(values, count);           // at the caller
#pragma once

namespace echodc::cpu {

enum class Isa { baseline, avx2, avx512 };

// The widest instruction set of this machine, at most what the environment variable ECHODC_MAX_ISA
// names. It is read once, and limits oneDNN's kernels too, so that a wide machine can test what a
// narrow one runs.
Isa isa();

// "baseline", "avx2" or "avx512".
const char* isaName(Isa);

template <typename Table>
const Table& selectTable(const Table& baseline, const Table& avx2, const Table& avx512) {
  switch (isa()) {
    case Isa::avx512:
      return avx512;
    case Isa::avx2:
      return avx2;
    default:
      return baseline;
  }
}

}  // namespace echodc::cpu

#define ECHODC_DECLARE_SIMD_TABLE(Table, name) \
  namespace baseline {                         \
  extern const Table name;                     \
  }                                            \
  namespace avx2 {                             \
  extern const Table name;                     \
  }                                            \
  namespace avx512 {                           \
  extern const Table name;                     \
  }

#define ECHODC_SIMD_TABLE(name) ::echodc::cpu::selectTable(baseline::name, avx2::name, avx512::name)
