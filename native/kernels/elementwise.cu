// Filling and adding tensors, ReLU and its gradient. See Fill, Add and Relu in Java. A thread
// computes one element.
#include "element.cuh"

extern "C" __global__ void __launch_bounds__(kElementThreads)
    fillFloats(long long elements, float value, float* __restrict__ dst) {
  const long long element = ownElement();
  if (element < elements) dst[element] = value;
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    fillInts(long long elements, int value, int* __restrict__ dst) {
  const long long element = ownElement();
  if (element < elements) dst[element] = value;
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    add(long long elements, const float* __restrict__ left, const float* __restrict__ right,
        float* __restrict__ dst) {
  const long long element = ownElement();
  if (element < elements) dst[element] = left[element] + right[element];
}

// Comparisons are written so that NaN is passed on.
extern "C" __global__ void __launch_bounds__(kElementThreads)
    relu(long long elements, const float* __restrict__ src, float* __restrict__ dst) {
  const long long element = ownElement();
  if (element < elements) dst[element] = src[element] < 0 ? 0.0f : src[element];
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    reluBackward(long long elements, const float* __restrict__ dst,
                 const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
  const long long element = ownElement();
  if (element < elements) srcGradient[element] = dst[element] <= 0 ? 0.0f : dstGradient[element];
}
