// Activation functions and their gradients. See Activation in Java. A thread computes one element.
#include "element.cuh"
#include "shared/activation_function.h"

namespace {

struct Exp {
  __device__ inline float operator()(float x) const { return expf(x); }
};

}  // namespace

extern "C" __global__ void __launch_bounds__(kElementThreads)
    activationForward(long long elements, int function, const float* __restrict__ src,
                      float* __restrict__ dst) {
  const long long element = ownElement();
  if (element >= elements) return;
  const float x = src[element];
  dst[element] =
      echodc::visitActivationFunction(static_cast<echodc::ActivationFunction>(function),
                                      [x](auto activation) { return activation.value(x, Exp()); });
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    activationBackward(long long elements, int function, const float* __restrict__ src,
                       const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
  const long long element = ownElement();
  if (element >= elements) return;
  const float x = src[element];
  srcGradient[element] =
      dstGradient[element] *
      echodc::visitActivationFunction(static_cast<echodc::ActivationFunction>(function),
                                      [x](auto activation) { return activation.slope(x, Exp()); });
}
