// Direct 3x3 convolution for images of few channels, such as the first block of a network reads,
// where oneDNN's kernels leave most of the machine idle. It computes kFirstBlockChannels output
// channels at a time, so that what follows finds them in a near cache.
#pragma once

#include <cstdint>

#include "dispatch.h"

namespace echodc::cpu {

constexpr int kFirstBlockMostInputs = 4;  // channels of the image
constexpr int kFirstBlockChannels = 32;
constexpr int kTapPanel = 16;  // rows of transposed weights are padded to a multiple of it

// The image with zeros around it: rows of rowStride floats, pixels of `channels` floats. Output
// pixel (y, x) sees the 3 * channels floats from (y + ky) rowStride + x channels on, for ky = 0, 1,
// 2. These are its taps, numbered in this order.
struct FirstBlockShape {
  int height, width;  // of the convolution
  int channels;       // of the image
  int64_t rowStride;

  int64_t pixels() const { return static_cast<int64_t>(height) * width; }
  int taps() const { return 9 * channels; }
  int paddedTaps() const { return (taps() + kTapPanel - 1) / kTapPanel * kTapPanel; }
};

struct FirstBlockTable {
  // weight: [taps, 32]; dst: [pixels, 32].
  void (*forward)(const FirstBlockShape&, const float* padded, const float* weight, float* dst);

  // The gradient of each output pixel's taps, [pixels, paddedTaps]. dstGradient: [pixels, outputs];
  // weight: [outputs, paddedTaps].
  void (*tapGradients)(const FirstBlockShape&, int outputs, const float* dstGradient,
                       const float* weight, float* tapGradients);

  // Adds each tap's gradient to the value of the padded image that the tap saw.
  void (*addTaps)(const FirstBlockShape&, const float* tapGradients, float* paddedGradient);

  // Adds to weightGradient, [taps, outputs]; outputs are a multiple of kFirstBlockChannels.
  void (*weightGradient)(const FirstBlockShape&, int outputs, const float* padded,
                         const float* dstGradient, float* weightGradient);

  // Copies pixels of `channels` floats.
  void (*copyPixels)(int64_t pixels, int channels, const float* src, int64_t srcStride, float* dst,
                     int64_t dstStride);
};

ECHODC_DECLARE_SIMD_TABLE(FirstBlockTable, firstBlockTable)

}  // namespace echodc::cpu
