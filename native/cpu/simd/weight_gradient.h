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
  int panelChannels;  // output channels computed together
  int tileChannels;   // of the workspace: at least the input channels computed together

  // Copies `channels` of each pixel, which lie `stride` apart, to [pixels, panelChannels]; the rest
  // becomes zero.
  void (*pack)(int64_t pixels, int channels, const float* src, int64_t stride, float* panel);

  // Adds the gradient of consecutive images to sums, [kernel, kernel, srcChannels, panelChannels].
  // src: [images, srcHeight, srcWidth, srcChannels]; panel: [images, dstHeight, dstWidth,
  // panelChannels]; tile: workspace, [images, srcHeight, srcWidth, tileChannels].
  void (*add)(const WeightGradientShape&, int images, const float* src, const float* panel,
              float* tile, float* sums);
};

ECHODC_DECLARE_SIMD_TABLE(WeightGradientTable, weightGradientTable)

}  // namespace echodc::cpu
