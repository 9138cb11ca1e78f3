// The first conv block of a network in one kernel, and its gradient w.r.t. the images, with results
// and saved convolution in float32. See first_block.cuh.
#include "first_block_kernels.cuh"

ECHODC_FIRST_BLOCK_FORWARD(firstBlockForward1, 1, float)
ECHODC_FIRST_BLOCK_FORWARD(firstBlockForward3, 3, float)
ECHODC_FIRST_BLOCK_BACKWARD(firstBlockBackward1, 1, float)
ECHODC_FIRST_BLOCK_BACKWARD(firstBlockBackward3, 3, float)
