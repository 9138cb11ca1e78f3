// The first conv block of a network in one kernel, and its gradient w.r.t. the images, with results
// and saved convolution in float32. See first_block.cuh.
#include "first_block.cuh"

extern "C" __global__ void __launch_bounds__(kForwardThreads)
    firstBlockForward1(int height, int width, int padding, const float* __restrict__ weight,
                       const float* __restrict__ scale, const float* __restrict__ shift,
                       const float* __restrict__ src, float* __restrict__ dst,
                       float* __restrict__ convolution, float* __restrict__ mean,
                       float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, shared);
  firstBlockForward<1>(height, width, padding, weight, scale, shift, src, dst, convolution, mean,
                       inverseStd, shared);
}

extern "C" __global__ void __launch_bounds__(kForwardThreads)
    firstBlockForward3(int height, int width, int padding, const float* __restrict__ weight,
                       const float* __restrict__ scale, const float* __restrict__ shift,
                       const float* __restrict__ src, float* __restrict__ dst,
                       float* __restrict__ convolution, float* __restrict__ mean,
                       float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, shared);
  firstBlockForward<3>(height, width, padding, weight, scale, shift, src, dst, convolution, mean,
                       inverseStd, shared);
}

extern "C" __global__ void __launch_bounds__(kBackwardThreads, 2)
    firstBlockBackward1(int height, int width, int padding, const float* __restrict__ weight,
                        const float* __restrict__ scale, const float* __restrict__ shift,
                        const float* __restrict__ convolution, const float* __restrict__ mean,
                        const float* __restrict__ inverseStd, const float* __restrict__ dstGradient,
                        float* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  firstBlockBackward<1>(height, width, padding, weight, scale, shift, convolution, mean, inverseStd,
                        dstGradient, srcGradient, shared);
}

extern "C" __global__ void __launch_bounds__(kBackwardThreads, 2)
    firstBlockBackward3(int height, int width, int padding, const float* __restrict__ weight,
                        const float* __restrict__ scale, const float* __restrict__ shift,
                        const float* __restrict__ convolution, const float* __restrict__ mean,
                        const float* __restrict__ inverseStd, const float* __restrict__ dstGradient,
                        float* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  firstBlockBackward<3>(height, width, padding, weight, scale, shift, convolution, mean, inverseStd,
                        dstGradient, srcGradient, shared);
}
