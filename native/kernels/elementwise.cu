// Filling and adding tensors. See Fill and Add in Java. A thread computes one
// element.
#include "device.cuh"

namespace {

constexpr int kThreads = 256;

__device__ inline long long ownElement() {
  return static_cast<long long>(blockIdx.x) * kThreads + static_cast<long long>(threadIdx.x);
}

}  // namespace

extern "C" __global__ void __launch_bounds__(kThreads)
    fillFloats(long long elements, float value, float* __restrict__ dst) {
  const long long element = ownElement();
  if (element < elements) dst[element] = value;
}

extern "C" __global__ void __launch_bounds__(kThreads)
    fillInts(long long elements, int value, int* __restrict__ dst) {
  const long long element = ownElement();
  if (element < elements) dst[element] = value;
}

extern "C" __global__ void __launch_bounds__(kThreads)
    add(long long elements, const float* __restrict__ left, const float* __restrict__ right,
        float* __restrict__ dst) {
  const long long element = ownElement();
  if (element < elements) dst[element] = left[element] + right[element];
}
