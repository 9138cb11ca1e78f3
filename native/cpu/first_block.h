// The conv block for images of few channels; the contracts are those of convBlockForward and
// convBlockBackward, which choose it.
#pragma once

#include "operations.h"

namespace echodc::cpu {

// Whether the direct kernels beat oneDNN's for this many input channels.
bool isFirstBlock(const ConvBlockShape&);

void firstBlockForward(Context&, const ConvBlockShape&, const ConvBlockParameters&,
                       const float* src, float* dst, const ConvBlockSaved&);

void firstBlockBackward(Context&, const ConvBlockShape&, const ConvBlockParameters&,
                        const ConvBlockSaved&, const float* dstGradient, const ConvBlockGradients&);

}  // namespace echodc::cpu
