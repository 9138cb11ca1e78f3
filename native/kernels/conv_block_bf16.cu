// Conv blocks with operands rounded to BF16, and stored so: src, convolution, srcGradient, and of
// 16 x 16 images dst and dstGradient too; those of 8 x 8 images, a network's features, are float32,
// as are weights, sums and statistics.
#include "conv_block_kernels.cuh"

ECHODC_CONV_BLOCK_FORWARD(convBlockForward16Bf16, Bf16, 16, bf16)
ECHODC_CONV_BLOCK_FORWARD(convBlockForward8Bf16, Bf16, 8, float)
ECHODC_CONV_BLOCK_BACKWARD(convBlockBackward16Bf16, Bf16, 16, bf16)
ECHODC_CONV_BLOCK_BACKWARD(convBlockBackward8Bf16, Bf16, 8, float)
