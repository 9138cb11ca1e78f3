// One step of stochastic gradient descent with momentum. See SgdStep and Sgd in Java.
//
//   velocity = momentum velocity + (gradient + weightDecay parameters)
//   parameters = clamp(parameters - learningRate velocity, low, high)
//
// Both are updated in place. Without a range, low and high are infinite.
#include "element.cuh"

extern "C" __global__ void __launch_bounds__(kElementThreads)
    sgdStep(long long elements, float learningRate, float momentum, float weightDecay, float low,
            float high, float* __restrict__ parameters, const float* __restrict__ gradient,
            float* __restrict__ velocity) {
  const long long i = ownElement();
  if (i >= elements) return;
  const float v = momentum * velocity[i] + (gradient[i] + weightDecay * parameters[i]);
  const float stepped = parameters[i] - learningRate * v;
  velocity[i] = v;
  const float raised = stepped < low ? low : stepped;  // in this form NaN stays NaN
  parameters[i] = raised > high ? high : raised;
}
