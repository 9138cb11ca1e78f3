// The kernels of a convolution of square windows of any kernel, stride and padding on tensor cores,
// and of its gradients. See Convolution in Java.
//
//   Operands as round_operand.cu leaves them: src [images, height, width, pieces], dstGradient
//   [images, dstHeight, dstWidth, pieces], filter [dstChannels, kernel, kernel, pieces of channels]
//   for the forward pass and [channels, kernel, kernel, pieces of dstChannels] for the gradient
//   w.r.t. the input. dst, srcGradient float32 NHWC; partial [parts, kernel, kernel, channels,
//   dstChannels], a workspace: sums over parts of the result's pixels, which column_sums.cu adds.
//   Results are overwritten.
//
// Blocks: forward x over tiles of 128 result pixels, y over 64 dstChannels; gradient w.r.t. the
// input x over 128 source pixels of a class, y over 64 channels, z over the stride^2 classes of
// pixels that see the same taps; w.r.t. the weight x over parts, y over 128 (tap, channel), the
// channels of a tap filled up to pieces, z over 64 dstChannels.
//
// Written out here once, and made for an operand by convolution_OPERAND.cu.
#pragma once

#include "convolution_tensor.cuh"
#include "convolution_tensor_weight.cuh"

#define ECHODC_CONVOLUTION_PARAMETERS                                                            \
  int pixels, int height, int width, int channels, int dstHeight, int dstWidth, int dstChannels, \
      int kernel, int stride, int padding
#define ECHODC_CONVOLUTION_SHAPE \
  { pixels, height, width, channels, dstHeight, dstWidth, dstChannels, kernel, stride, padding }

#define ECHODC_CONVOLUTION_FORWARD(name, Operand)                                                \
  extern "C" __global__ void __launch_bounds__(kTensorThreads, 3) name(                          \
      ECHODC_CONVOLUTION_PARAMETERS, const uint4* __restrict__ filter,                           \
      const float* __restrict__ bias, const uint4* __restrict__ src, float* __restrict__ dst) {  \
    ECHODC_SHARED(unsigned, shared);                                                             \
    tensorConvolutionForward<Operand>(ECHODC_CONVOLUTION_SHAPE, filter, bias, src, dst, shared); \
  }

#define ECHODC_CONVOLUTION_BACKWARD_INPUT(name, Operand)                                   \
  extern "C" __global__ void __launch_bounds__(kTensorThreads, 3)                          \
      name(ECHODC_CONVOLUTION_PARAMETERS, const uint4* __restrict__ filter,                \
           const uint4* __restrict__ dstGradient, float* __restrict__ srcGradient) {       \
    ECHODC_SHARED(unsigned, shared);                                                       \
    tensorConvolutionBackwardInput<Operand>(ECHODC_CONVOLUTION_SHAPE, filter, dstGradient, \
                                            srcGradient, shared);                          \
  }

#define ECHODC_CONVOLUTION_BACKWARD_WEIGHT(name, Operand)                                          \
  extern "C" __global__ void __launch_bounds__(kTensorThreads, 3)                                  \
      name(ECHODC_CONVOLUTION_PARAMETERS, int partSize, const uint4* __restrict__ src,             \
           const uint4* __restrict__ dstGradient, float* __restrict__ partial) {                   \
    ECHODC_SHARED(unsigned, shared);                                                               \
    tensorConvolutionBackwardWeight<Operand>(ECHODC_CONVOLUTION_SHAPE, partSize, src, dstGradient, \
                                             partial, shared);                                     \
  }
