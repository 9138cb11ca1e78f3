// Instance normalisation of one image, or of some of its channels, together with what follows it in
// a conv block: the epilogue of a convolution. The image should be in a near cache: it is read two
// or three times.
#pragma once

#include <cstdint>

#include "bfloat16.h"
#include "dispatch.h"
#include "shared/norm_epsilon.h"

namespace echodc::cpu {

// Value (y, x, channel) lies at (y width + x) stride + channel.
struct ImageSlice {
  int height, width, channels;
  int64_t stride;
};

// One number a channel each.
struct NormalizationOfSlice {
  const float* mean;
  const float* inverseStd;
  const float* scale;
  const float* shift;
};

// What follows scale (x - mean) inverseStd + shift: nothing, ReLU, or ReLU and 2x2 average pooling,
// which drops an odd last row or column.
enum class AfterNorm { nothing, relu, reluPool };

struct InstanceNormTable {
  void (*statistics)(const ImageSlice&, const float* src, float* mean, float* inverseStd);

  // dst: pixels dstStride apart; floats but for reluPool.
  void (*forward)(const ImageSlice&, const NormalizationOfSlice&, AfterNorm, const float* src,
                  const Activations& dst, int64_t dstStride);
};

ECHODC_DECLARE_SIMD_TABLE(InstanceNormTable, instanceNormTable)

}  // namespace echodc::cpu
