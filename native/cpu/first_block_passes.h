// The conv block for images of few channels; the contracts are those of convBlockForward and
// convBlockBackward, which choose it.
#pragma once

#include "operations.h"
#include "simd/first_block.h"

namespace echodc::cpu {

// Whether the direct kernels beat Winograd's products for this many input channels.
bool isFirstBlock(const ConvBlockShape&);

void firstBlockForward(Context&, const ConvBlockShape&, const ConvBlockParameters&,
                       const ConstActivations& src, const Activations& dst, const ConvBlockSaved&);

void firstBlockBackward(Context&, const ConvBlockShape&, const ConvBlockParameters&,
                        const ConstConvBlockSaved&, const ConstActivations& dstGradient,
                        const ConvBlockGradients&);

// How the kernels see a block, for both passes.
struct FirstBlockPlan {
  explicit FirstBlockPlan(const ConvBlockShape&);

  int panels() const { return (block.outputChannels + kFirstBlockPanel - 1) / kFirstBlockPanel; }
  int paddedOutputs() const { return panels() * kFirstBlockPanel; }

  // One image, channel by channel between zeros, and the way back.
  void pad(const float* image, float* padded) const;
  void cutPadding(const float* padded, float* image) const;

  const ConvBlockShape block;
  const ImageShape convolution;
  const FirstBlockShape direct;

 private:
  // Calls body(offset in the image, offset in the padded one) for every number of the image.
  template <typename Body>
  void forImage(const Body& body) const;
};

}  // namespace echodc::cpu
