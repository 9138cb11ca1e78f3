// The kernels of a whole conv block of 128 to 128 channels, for images of 16 x 16 and 8 x 8: 3x3
// convolution of padding 1 on tensor cores, instance normalisation, affine, ReLU, 2x2 average
// pooling; and its gradient w.r.t. its input. See ConvBlock in Java.
//
//   src, convolution, srcGradient [images, side, side, 128] as the operand is stored, dst,
//   dstGradient [images, side / 2, side / 2, 128] of type Result, mean, inverseStd [images, 128],
//   weight [3, 3, 128, 128]. Results are overwritten; convolution, mean and inverseStd, which are
//   saved for backward, are null where nothing is saved. Blocks: x over tiles of 256
//   pixels, one image or four.
//
// Written out here once, and made for an operand, a side and a type of the result by
// conv_block_OPERAND.cu.
#pragma once

#include "conv_block_backward.cuh"
#include "conv_block_forward.cuh"

#define ECHODC_CONV_BLOCK_FORWARD(name, Operand, side, Result)                             \
  extern "C" __global__ void __launch_bounds__(kConvThreads, 1)                            \
      name(int images, const float* __restrict__ weight, const float* __restrict__ scale,  \
           const float* __restrict__ shift, const Operand::Stored* __restrict__ src,       \
           Result* __restrict__ dst, Operand::Stored* __restrict__ convolution,            \
           float* __restrict__ mean, float* __restrict__ inverseStd) {                     \
    ECHODC_SHARED(float, shared);                                                          \
    forwardBlock<Operand, side>(images, weight, scale, shift, src, dst, convolution, mean, \
                                inverseStd, shared);                                       \
  }

#define ECHODC_CONV_BLOCK_BACKWARD(name, Operand, side, Result)                                 \
  extern "C" __global__ void __launch_bounds__(kConvThreads, 1)                                 \
      name(int images, const float* __restrict__ weight, const float* __restrict__ scale,       \
           const float* __restrict__ shift, const Operand::Stored* __restrict__ convolution,    \
           const float* __restrict__ mean, const float* __restrict__ inverseStd,                \
           const Result* __restrict__ dstGradient, Operand::Stored* __restrict__ srcGradient) { \
    ECHODC_SHARED(float, shared);                                                               \
    backwardBlock<Operand, side>(images, weight, scale, shift, convolution, mean, inverseStd,   \
                                 dstGradient, srcGradient, shared);                             \
  }
