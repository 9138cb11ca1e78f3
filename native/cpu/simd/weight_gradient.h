// Weight gradient of a convolution as matrix products: for every tap (ky, kx) of the kernel,
//   gradient[ky, kx] += (the pixels that the tap sees)^T (gradient of the pixels it adds to),
// where what lies outside the image is skipped instead of multiplied by zero. It is computed a
// panel of output channels at a time: a panel's sums stay in the second-level cache over many
// images.
#pragma once

#include <cstdint>

#include "dispatch.h"

namespace echodc::cpu {

// Images of srcHeight x srcWidth x srcChannels become images of dstHeight x dstWidth.
struct WeightGradientShape {
  int srcHeight, srcWidth, srcChannels;
  int dstHeight, dstWidth;
  int kernel, stride, padding;
};

struct WeightGradientTable {
  int panelChannels;

  // Floats of an image as packImages writes it.
  int64_t (*packedImageSize)(const WeightGradientShape&);

  // Puts together what is used together: a few channels of all pixels, which lie a power of two
  // apart in [images, srcHeight, srcWidth, srcChannels], so that the first-level cache would have
  // places for a few of them only.
  void (*packImages)(const WeightGradientShape&, int images, const float* src, float* packed);

  // Likewise copies `channels` of each pixel, which lie `stride` apart, to [pixels, panelChannels];
  // the rest becomes zero.
  void (*packGradients)(int64_t pixels, int channels, const float* gradients, int64_t stride,
                        float* panel);

  // Adds the gradient of consecutive images to sums, [kernel, kernel, srcChannels, panelChannels].
  // packed: by packImages; panel: [images, dstHeight, dstWidth, panelChannels].
  void (*add)(const WeightGradientShape&, int images, const float* packed, const float* panel,
              float* sums);
};

ECHODC_DECLARE_SIMD_TABLE(WeightGradientTable, weightGradientTable)

}  // namespace echodc::cpu
