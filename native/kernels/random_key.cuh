// The stream of random numbers that a launch names.
#pragma once

#include "device.cuh"
#include "shared/philox.h"

// The step is read where the kernel runs, so that a replayed graph draws anew.
__device__ inline echodc::RandomKey currentKey(long long seed, int purpose, const int* step,
                                               int period) {
  return echodc::keyAtStep(seed, purpose, *step, period);
}
