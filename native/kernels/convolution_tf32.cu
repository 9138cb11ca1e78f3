// Convolutions with operands rounded to TF32, one a word; sums and results are float32.
#include "convolution_tensor_kernels.cuh"

ECHODC_CONVOLUTION_FORWARD(convolutionForwardTf32, Tf32)
ECHODC_CONVOLUTION_BACKWARD_INPUT(convolutionBackwardInputTf32, Tf32)
ECHODC_CONVOLUTION_BACKWARD_WEIGHT(convolutionBackwardWeightTf32, Tf32)
