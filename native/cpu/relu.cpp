// Negative numbers become 0. See operation.Relu in Java.
#include "call.h"
#include "context.h"
#include "simd/elementwise.h"

namespace echodc::cpu {

ECHODC_OPERATION(relu) {
  const int64_t elements = call.longWhole("elements");
  const auto* src = call.in<float>("src");
  auto* dst = call.out<float>("dst");
  const auto relu = ECHODC_SIMD_TABLE(elementwiseTable).relu;
  call.complete().parallelForPieces(
      elements, [&](int64_t begin, int64_t count) { relu(count, src + begin, dst + begin); });
}

ECHODC_OPERATION(reluBackward) {
  const int64_t elements = call.longWhole("elements");
  const auto* dst = call.in<float>("dst");
  const auto* dstGradient = call.in<float>("dstGradient");
  auto* srcGradient = call.out<float>("srcGradient");
  const auto reluBackward = ECHODC_SIMD_TABLE(elementwiseTable).reluBackward;
  call.complete().parallelForPieces(elements, [&](int64_t begin, int64_t count) {
    reluBackward(count, dst + begin, dstGradient + begin, srcGradient + begin);
  });
}

}  // namespace echodc::cpu
