// conv_block_tf32.cu with operands rounded to BF16, and stored so: src, convolution, srcGradient,
// and of 16 x 16 images dst and dstGradient too; those of 8 x 8 images, a network's features, are
// float32, as are weights, sums and statistics.
//
//   src, convolution [images, side, side, 128], dst [images, side / 2, side / 2, 128], mean,
//   inverseStd [images, 128], weight [3, 3, 128, 128]. Results are overwritten; convolution, mean
//   and inverseStd are null where nothing is saved. Blocks: x over tiles of 256 pixels, one image
//   or four.
#include "conv_block_backward.cuh"
#include "conv_block_forward.cuh"

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockForward16Bf16(int images, const float* __restrict__ weight,
                           const float* __restrict__ scale, const float* __restrict__ shift,
                           const bf16* __restrict__ src, bf16* __restrict__ dst,
                           bf16* __restrict__ convolution, float* __restrict__ mean,
                           float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, shared);
  forwardBlock<Bf16, 16>(images, weight, scale, shift, src, dst, convolution, mean, inverseStd,
                         shared);
}

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockForward8Bf16(int images, const float* __restrict__ weight,
                          const float* __restrict__ scale, const float* __restrict__ shift,
                          const bf16* __restrict__ src, float* __restrict__ dst,
                          bf16* __restrict__ convolution, float* __restrict__ mean,
                          float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, shared);
  forwardBlock<Bf16, 8>(images, weight, scale, shift, src, dst, convolution, mean, inverseStd,
                        shared);
}

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockBackward16Bf16(int images, const float* __restrict__ weight,
                            const float* __restrict__ scale, const float* __restrict__ shift,
                            const bf16* __restrict__ convolution, const float* __restrict__ mean,
                            const float* __restrict__ inverseStd,
                            const bf16* __restrict__ dstGradient, bf16* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  backwardBlock<Bf16, 16>(images, weight, scale, shift, convolution, mean, inverseStd, dstGradient,
                          srcGradient, shared);
}

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockBackward8Bf16(int images, const float* __restrict__ weight,
                           const float* __restrict__ scale, const float* __restrict__ shift,
                           const bf16* __restrict__ convolution, const float* __restrict__ mean,
                           const float* __restrict__ inverseStd,
                           const float* __restrict__ dstGradient, bf16* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  backwardBlock<Bf16, 8>(images, weight, scale, shift, convolution, mean, inverseStd, dstGradient,
                         srcGradient, shared);
}
