// The conv block for images of few channels, such as the first block of a network reads, where
// oneDNN's kernels leave most of the machine idle. A window of the convolution is computed,
// normalised and pooled in registers; first_block_statistics.h says by what numbers.
#pragma once

#include <cstdint>

#include "bfloat16.h"
#include "dispatch.h"
#include "instance_norm.h"

namespace echodc::cpu {

constexpr int kFirstBlockMostInputs = 4;  // channels of the image
constexpr int kFirstBlockPanel = 32;      // channels are computed so many at a time
constexpr int kTapPanel = 16;             // rows of transposed weights are padded to a multiple

// The image with zeros around it, channel after channel: planes of planeStride values, rows of
// rowStride. Output pixel (y, x) sees rows y, y + 1, y + 2 and columns x, x + 1, x + 2 of every
// plane. These are its taps, numbered plane by plane.
struct FirstBlockShape {
  int height, width;  // of the convolution
  int channels;       // of the image
  int64_t rowStride, planeStride;

  int64_t pixels() const { return static_cast<int64_t>(height) * width; }
  int taps() const { return 9 * channels; }
  int paddedTaps() const { return (taps() + kTapPanel - 1) / kTapPanel * kTapPanel; }
  int64_t paddedElements() const { return channels * planeStride; }
  int64_t tapOffset(int tap) const {
    return tap / 9 * planeStride + tap % 9 / 3 * rowStride + tap % 3;
  }
  // The row of the tap in a weight [3, 3, channels, outputs].
  int tapRow(int tap) const { return tap % 9 * channels + tap / 9; }
};

// Parameters of all panels, those of channels that only fill the last one up being 0.
struct FirstBlockParameters {
  int outputs;                // channels of the convolution
  const float* weight;        // [panels][taps][kFirstBlockPanel]
  NormalizationOfSlice norm;  // [panels kFirstBlockPanel] each

  int panels() const { return (outputs + kFirstBlockPanel - 1) / kFirstBlockPanel; }
};

struct FirstBlockTable {
  // dst: [height / 2, width / 2, outputs]; convolution: [height, width, outputs] before
  // normalisation, or nothing.
  void (*forward)(const FirstBlockShape&, const FirstBlockParameters&, const float* padded,
                  const Activations& dst, const Activations& convolution);
};

ECHODC_DECLARE_SIMD_TABLE(FirstBlockTable, firstBlockTable)

}  // namespace echodc::cpu
