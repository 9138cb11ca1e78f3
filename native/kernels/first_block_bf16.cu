// first_block.cu with results, saved convolution and dstGradient stored as BF16; all else is
// float32.
#include "first_block_kernels.cuh"

ECHODC_FIRST_BLOCK_FORWARD(firstBlockForward1Bf16, 1, bf16)
ECHODC_FIRST_BLOCK_FORWARD(firstBlockForward3Bf16, 3, bf16)
ECHODC_FIRST_BLOCK_BACKWARD(firstBlockBackward1Bf16, 1, bf16)
ECHODC_FIRST_BLOCK_BACKWARD(firstBlockBackward3Bf16, 3, bf16)
