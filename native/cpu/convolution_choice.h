// Which way a convolution is computed: a pure function of its shape.
#pragma once

#include "operations.h"

namespace echodc::cpu {

// See convolution_ways.h.
enum class ConvolutionWay {
  direct,
  winograd,
  batchedWinograd,  // of the gradient of the weight only
  fold,             // of the gradient of the input only
  tapwise,          // of the gradient of the weight only
};

ConvolutionWay wayForward(const ConvolutionShape&);
ConvolutionWay wayBackwardInput(const ConvolutionShape&);
ConvolutionWay wayBackwardWeight(const ConvolutionShape&);

}  // namespace echodc::cpu
