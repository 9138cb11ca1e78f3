// One step of SGD with momentum. See operation.SgdStep in Java.
#include <limits>

#include "call.h"
#include "context.h"
#include "operations.h"
#include "simd/elementwise.h"

namespace echodc::cpu {

void sgdStep(Context& context, const Sgd& sgd, int64_t elements, float* parameters,
             const float* gradient, float* velocity) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const SgdCoefficients coefficients = {sgd.learningRate, sgd.momentum, sgd.weightDecay,
                                        sgd.clamp ? sgd.low : -kInfinity,
                                        sgd.clamp ? sgd.high : kInfinity};
  const auto step = ECHODC_SIMD_TABLE(elementwiseTable).sgdStep;
  context.parallelForPieces(elements, [&](int64_t begin, int64_t count) {
    step(coefficients, count, parameters + begin, gradient + begin, velocity + begin);
  });
}

ECHODC_OPERATION(sgdStep) {
  const Sgd sgd = {call.number("learningRate"), call.number("momentum"), call.number("weightDecay"),
                   call.flag("has range"),      call.number("low"),      call.number("high")};
  const int64_t elements = call.longWhole("elements");
  auto* parameters = call.out<float>("parameters");
  const auto* gradient = call.in<float>("gradient");
  auto* velocity = call.out<float>("velocity");
  sgdStep(call.complete(), sgd, elements, parameters, gradient, velocity);
}

}  // namespace echodc::cpu
