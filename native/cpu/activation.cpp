// Activation functions. See operation.Activation in Java.
#include "call.h"
#include "context.h"
#include "simd/activation_loops.h"

namespace echodc::cpu {

ECHODC_OPERATION(activation) {
  const auto function = static_cast<ActivationFunction>(call.whole("function"));
  const int64_t elements = call.longWhole("elements");
  const auto* src = call.in<float>("src");
  auto* dst = call.out<float>("dst");
  const auto forward = ECHODC_SIMD_TABLE(activationTable).forward;
  call.complete().parallelForPieces(elements, [&](int64_t begin, int64_t count) {
    forward(function, count, src + begin, dst + begin);
  });
}

ECHODC_OPERATION(activationBackward) {
  const auto function = static_cast<ActivationFunction>(call.whole("function"));
  const int64_t elements = call.longWhole("elements");
  const auto* src = call.in<float>("src");
  const auto* dstGradient = call.in<float>("dstGradient");
  auto* srcGradient = call.out<float>("srcGradient");
  const auto backward = ECHODC_SIMD_TABLE(activationTable).backward;
  call.complete().parallelForPieces(elements, [&](int64_t begin, int64_t count) {
    backward(function, count, src + begin, dstGradient + begin, srcGradient + begin);
  });
}

}  // namespace echodc::cpu
