// Gradients of the convolution of first_block.h.
#pragma once

#include "first_block.h"

namespace echodc::cpu {

struct FirstBlockBackwardTable {
  // The gradient of each output pixel's taps, [pixels, paddedTaps]. dstGradient: [pixels, outputs];
  // weight: [outputs, paddedTaps].
  void (*tapGradients)(const FirstBlockShape&, int outputs, const float* dstGradient,
                       const float* weight, float* tapGradients);

  // Adds each tap's gradient to the value of the padded image that the tap saw.
  void (*addTaps)(const FirstBlockShape&, const float* tapGradients, float* paddedGradient);

  // Adds to weightGradient, [taps, outputs]; outputs are a multiple of kFirstBlockPanel.
  void (*weightGradient)(const FirstBlockShape&, int outputs, const float* padded,
                         const float* dstGradient, float* weightGradient);
};

ECHODC_DECLARE_SIMD_TABLE(FirstBlockBackwardTable, firstBlockBackwardTable)

}  // namespace echodc::cpu
