// Convolutions with operands rounded to BF16, two a word; sums and results are float32.
#include "convolution_tensor_kernels.cuh"

ECHODC_CONVOLUTION_FORWARD(convolutionForwardBf16, Bf16)
ECHODC_CONVOLUTION_BACKWARD_INPUT(convolutionBackwardInputBf16, Bf16)
ECHODC_CONVOLUTION_BACKWARD_WEIGHT(convolutionBackwardWeightBf16, Bf16)
