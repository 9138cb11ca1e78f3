// A whole conv block of 128 to 128 channels in one kernel, for images of 16 x 16 and 8 x 8: 3x3
// convolution of padding 1 on tensor cores with operands rounded to TF32, instance normalisation,
// affine, ReLU, 2x2 average pooling; and its gradient w.r.t. its input. See
// ConvBlock in Java.
//
//   src, convolution [images, side, side, 128], dst [images, side / 2, side / 2, 128], mean,
//   inverseStd [images, 128], weight [3, 3, 128, 128]. Results are overwritten; convolution, mean
//   and inverseStd are null where nothing is saved. Blocks: x over tiles of 256 pixels, one image
//   or four.
#include "conv_block_backward.cuh"
#include "conv_block_forward.cuh"

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockForward16Tf32(int images, const float* __restrict__ weight,
                           const float* __restrict__ scale, const float* __restrict__ shift,
                           const float* __restrict__ src, float* __restrict__ dst,
                           float* __restrict__ convolution, float* __restrict__ mean,
                           float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, shared);
  forwardBlock<Tf32, 16>(images, weight, scale, shift, src, dst, convolution, mean, inverseStd,
                         shared);
}

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockForward8Tf32(int images, const float* __restrict__ weight,
                          const float* __restrict__ scale, const float* __restrict__ shift,
                          const float* __restrict__ src, float* __restrict__ dst,
                          float* __restrict__ convolution, float* __restrict__ mean,
                          float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, shared);
  forwardBlock<Tf32, 8>(images, weight, scale, shift, src, dst, convolution, mean, inverseStd,
                        shared);
}

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockBackward16Tf32(int images, const float* __restrict__ weight,
                            const float* __restrict__ scale, const float* __restrict__ shift,
                            const float* __restrict__ convolution, const float* __restrict__ mean,
                            const float* __restrict__ inverseStd,
                            const float* __restrict__ dstGradient,
                            float* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  backwardBlock<Tf32, 16>(images, weight, scale, shift, convolution, mean, inverseStd, dstGradient,
                          srcGradient, shared);
}

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockBackward8Tf32(int images, const float* __restrict__ weight,
                           const float* __restrict__ scale, const float* __restrict__ shift,
                           const float* __restrict__ convolution, const float* __restrict__ mean,
                           const float* __restrict__ inverseStd,
                           const float* __restrict__ dstGradient, float* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  backwardBlock<Tf32, 8>(images, weight, scale, shift, convolution, mean, inverseStd, dstGradient,
                         srcGradient, shared);
}
