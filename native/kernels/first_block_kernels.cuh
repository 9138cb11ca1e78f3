// The kernels of first_block.cuh, written out once: a .cu makes them for 1 and 3 channels of the
// images and for the type, float or bf16, of what is stored.
#pragma once

#include "first_block.cuh"

#define ECHODC_FIRST_BLOCK_FORWARD(name, channels, Stored)                                       \
  extern "C" __global__ void __launch_bounds__(kForwardThreads) name(                            \
      int height, int width, int padding, const float* __restrict__ weight,                      \
      const float* __restrict__ scale, const float* __restrict__ shift,                          \
      const float* __restrict__ src, Stored* __restrict__ dst, Stored* __restrict__ convolution, \
      float* __restrict__ mean, float* __restrict__ inverseStd) {                                \
    ECHODC_SHARED(float, shared);                                                                \
    firstBlockForward<channels>(height, width, padding, weight, scale, shift, src, dst,          \
                                convolution, mean, inverseStd, shared);                          \
  }

#define ECHODC_FIRST_BLOCK_BACKWARD(name, channels, Stored)                                       \
  extern "C" __global__ void __launch_bounds__(kBackwardThreads, 2)                               \
      name(int height, int width, int padding, const float* __restrict__ weight,                  \
           const float* __restrict__ scale, const float* __restrict__ shift,                      \
           const Stored* __restrict__ convolution, const float* __restrict__ mean,                \
           const float* __restrict__ inverseStd, const Stored* __restrict__ dstGradient,          \
           float* __restrict__ srcGradient) {                                                     \
    ECHODC_SHARED(float, shared);                                                                 \
    firstBlockBackward<channels>(height, width, padding, weight, scale, shift, convolution, mean, \
                                 inverseStd, dstGradient, srcGradient, shared);                   \
  }
