#include "simd/dispatch.h"

#include <algorithm>
#include <cstdlib>
#include <dnnl.hpp>
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

Isa named(const std::string& name) {
  for (const Isa candidate : {Isa::baseline, Isa::avx2, Isa::avx512})
    if (name == isaName(candidate)) return candidate;
  throw std::runtime_error("ECHODC_MAX_ISA='" + name + "' is none of baseline, avx2, avx512");
}

// oneDNN's nearest name. It writes no kernels for less than SSE 4.1, and without it runs plain C++.
dnnl::cpu_isa onednnIsa(Isa isa) {
  switch (isa) {
    case Isa::avx512:
      return dnnl::cpu_isa::avx512_core;
    case Isa::avx2:
      return dnnl::cpu_isa::avx2;
    default:
      return dnnl::cpu_isa::sse41;
  }
}

Isa choose() {
  const Isa widest = widestSupported();
  const char* limit = std::getenv("ECHODC_MAX_ISA");
  if (limit == nullptr) return widest;
  const Isa most = named(limit);
  // Works only before oneDNN makes its first primitive: Context asks for isa() when it is made.
  if (dnnl::set_max_cpu_isa(onednnIsa(most)) != dnnl::status::success)
    throw std::runtime_error("ECHODC_MAX_ISA: oneDNN was used before it could be limited");
  return std::min(most, widest);
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
