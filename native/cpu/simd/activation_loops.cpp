#include "activation_loops.h"

#include "exponential.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

struct Exp {
  float operator()(float x) const { return expNonPositive(x); }
};

void forward(ActivationFunction function, int64_t count, const float* __restrict__ src,
             float* __restrict__ dst) {
  visitActivationFunction(function, [&](auto activation) {
#pragma omp simd
    for (int64_t i = 0; i < count; ++i) dst[i] = activation.value(src[i], Exp());
  });
}

void backward(ActivationFunction function, int64_t count, const float* __restrict__ src,
              const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
  visitActivationFunction(function, [&](auto activation) {
#pragma omp simd
    for (int64_t i = 0; i < count; ++i)
      srcGradient[i] = dstGradient[i] * activation.slope(src[i], Exp());
  });
}

}  // namespace

extern const ActivationTable activationTable = {forward, backward};

}  // namespace echodc::cpu::ECHODC_ISA
