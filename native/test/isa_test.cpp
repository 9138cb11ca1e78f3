// ECHODC_MAX_ISA limits our own loops and oneDNN's kernels; without it both use all there is.
#include <cstdlib>
#include <dnnl.hpp>

#include "check.h"
#include "context.h"
#include "simd/dispatch.h"

namespace {

using namespace echodc::cpu;

// Whether a kernel for this instruction set may run where oneDNN uses at most `most`: the values of
// dnnl::cpu_isa are sets of bits, a wider instruction set's containing a narrower one's.
bool contains(dnnl::cpu_isa most, dnnl::cpu_isa isa) {
  const int bits = static_cast<int>(isa);
  return (static_cast<int>(most) & bits) == bits;
}

}  // namespace

int main() {
  const char* limit = std::getenv("ECHODC_MAX_ISA");
  const Context context(1);
  const dnnl::cpu_isa onednn = dnnl::get_effective_cpu_isa();
  std::printf("limit %s, own loops %s, oneDNN %#x\n", limit ? limit : "none", isaName(isa()),
              static_cast<unsigned>(onednn));
  if (limit != nullptr) {
    const bool narrow = isa() == Isa::baseline;
    check::isTrue("own loops keep the limit",
                  narrow || (isa() == Isa::avx2 && std::string(limit) == "avx2"));
    check::isTrue("oneDNN keeps the limit", !contains(onednn, dnnl::cpu_isa::avx512_core));
    check::isTrue("oneDNN keeps the baseline", !narrow || !contains(onednn, dnnl::cpu_isa::avx));
  } else {
    check::isTrue("oneDNN is not limited",
                  isa() != Isa::avx512 || contains(onednn, dnnl::cpu_isa::avx512_core));
  }
  return check::report();
}
