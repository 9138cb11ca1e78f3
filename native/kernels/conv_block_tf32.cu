// Conv blocks with operands rounded to TF32; everything is stored as float32.
#include "conv_block_kernels.cuh"

ECHODC_CONV_BLOCK_FORWARD(convBlockForward16Tf32, Tf32, 16, float)
ECHODC_CONV_BLOCK_FORWARD(convBlockForward8Tf32, Tf32, 8, float)
ECHODC_CONV_BLOCK_BACKWARD(convBlockBackward16Tf32, Tf32, 16, float)
ECHODC_CONV_BLOCK_BACKWARD(convBlockBackward8Tf32, Tf32, 8, float)
