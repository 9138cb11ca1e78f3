// Addition. See operation.Add in Java.
#include <algorithm>

#include "call.h"
#include "context.h"
#include "operations.h"
#include "simd/elementwise.h"

namespace echodc::cpu {

void add(Context& context, int64_t elements, const float* left, const float* right, float* dst) {
  constexpr int64_t kBlock = 1 << 15;
  const auto add = ECHODC_SIMD_TABLE(elementwiseTable).add;
  context.parallelFor((elements + kBlock - 1) / kBlock, [&](int64_t block, int) {
    const int64_t begin = block * kBlock;
    add(std::min(kBlock, elements - begin), left + begin, right + begin, dst + begin);
  });
}

ECHODC_OPERATION(add) {
  const int64_t elements = call.longWhole("elements");
  const auto* left = call.in<float>("left");
  const auto* right = call.in<float>("right");
  auto* dst = call.out<float>("dst");
  add(call.complete(), elements, left, right, dst);
}

}  // namespace echodc::cpu
