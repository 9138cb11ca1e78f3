#include "simd/dispatch.h"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace echodc::cpu {

namespace {

Isa widestSupported() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return Isa::avx512;
  if (__builtin_cpu_supports("x86-64-v3")) return Isa::avx2;
  return Isa::baseline;
}

Isa choose() {
  const Isa widest = widestSupported();
  const char* limit = std::getenv("ECHODC_MAX_ISA");
  if (limit == nullptr) return widest;
  for (const Isa candidate : {Isa::baseline, Isa::avx2, Isa::avx512}) {
    if (std::string(limit) == isaName(candidate)) return candidate < widest ? candidate : widest;
  }
  throw std::runtime_error("ECHODC_MAX_ISA='" + std::string(limit) +
                           "' is none of baseline, avx2, avx512");
}

}  // namespace

Isa isa() {
  static const Isa chosen = choose();
  return chosen;
}

const char* isaName(Isa isa) {
  switch (isa) {
    case Isa::avx512:
      return "avx512";
    case Isa::avx2:
      return "avx2";
    default:
      return "baseline";
  }
}

}  // namespace echodc::cpu
