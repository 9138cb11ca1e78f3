// convolution_tf32.cu with operands rounded to BF16, two a word; sums and results are float32.
#include "convolution_tensor.cuh"
#include "convolution_tensor_weight.cuh"

extern "C" __global__ void __launch_bounds__(kTensorThreads, 3)
    convolutionForwardBf16(int pixels, int height, int width, int channels, int dstHeight,
                           int dstWidth, int dstChannels, int kernel, int stride, int padding,
                           const uint4* __restrict__ filter, const float* __restrict__ bias,
                           const uint4* __restrict__ src, float* __restrict__ dst) {
  ECHODC_SHARED(unsigned, shared);
  tensorConvolutionForward<Bf16>(
      {pixels, height, width, channels, dstHeight, dstWidth, dstChannels, kernel, stride, padding},
      filter, bias, src, dst, shared);
}

extern "C" __global__ void __launch_bounds__(kTensorThreads, 3)
    convolutionBackwardInputBf16(int pixels, int height, int width, int channels, int dstHeight,
                                 int dstWidth, int dstChannels, int kernel, int stride, int padding,
                                 const uint4* __restrict__ filter,
                                 const uint4* __restrict__ dstGradient,
                                 float* __restrict__ srcGradient) {
  ECHODC_SHARED(unsigned, shared);
  tensorConvolutionBackwardInput<Bf16>(
      {pixels, height, width, channels, dstHeight, dstWidth, dstChannels, kernel, stride, padding},
      filter, dstGradient, srcGradient, shared);
}

extern "C" __global__ void __launch_bounds__(kTensorThreads, 3)
    convolutionBackwardWeightBf16(int pixels, int height, int width, int channels, int dstHeight,
                                  int dstWidth, int dstChannels, int kernel, int stride,
                                  int padding, int partSize, const uint4* __restrict__ src,
                                  const uint4* __restrict__ dstGradient,
                                  float* __restrict__ partial) {
  ECHODC_SHARED(unsigned, shared);
  tensorConvolutionBackwardWeight<Bf16>(
      {pixels, height, width, channels, dstHeight, dstWidth, dstChannels, kernel, stride, padding},
      partSize, src, dstGradient, partial, shared);
}
