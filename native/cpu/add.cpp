// Addition. See operation.Add in Java.
#include "call.h"
#include "context.h"
#include "operations.h"
#include "simd/elementwise.h"

namespace echodc::cpu {

void add(Context& context, int64_t elements, const float* left, const float* right, float* dst) {
  const auto add = ECHODC_SIMD_TABLE(elementwiseTable).add;
  context.parallelForPieces(elements, [&](int64_t begin, int64_t count) {
    add(count, left + begin, right + begin, dst + begin);
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
