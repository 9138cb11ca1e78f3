// Gradients of what instance_norm.h computes.
#pragma once

#include "instance_norm.h"

namespace echodc::cpu {

// The backward pass of one image: what it reads, activations saved for backward and gradients, and
// the gradients it sums up, one number a channel. With AfterNorm::reluPool src and dstGradient may
// be BF16, without it they are floats.
struct NormBackward {
  ImageSlice slice;
  NormalizationOfSlice norm;
  AfterNorm after;
  ConstActivations src;          // input of the forward pass
  ConstActivations dstGradient;  // pixels dstStride apart
  int64_t dstStride;
  float* scaleGradient;
  float* shiftGradient;
};

struct InstanceNormBackwardTable {
  // Writes scaleGradient and shiftGradient.
  void (*backwardSums)(const NormBackward&);

  // After backwardSums: rows [begin, end) of the gradient of src, begin even; srcGradient points to
  // the first of them, its pixels srcGradientStride apart.
  void (*backwardRows)(const NormBackward&, int begin, int end, float* srcGradient,
                       int64_t srcGradientStride);
};

ECHODC_DECLARE_SIMD_TABLE(InstanceNormBackwardTable, instanceNormBackwardTable)

}  // namespace echodc::cpu
