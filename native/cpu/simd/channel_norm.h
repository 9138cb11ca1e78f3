// The parts of a normalisation with one mean, one deviation and one affine a channel, whichever
// pixels and channels share them. Value (pixel, channel) lies at pixel channels + channel.
#pragma once

#include <cstdint>

#include "dispatch.h"

namespace echodc::cpu {

struct Pixels {
  int64_t count;
  int channels;
};

// Numbers of each channel.
struct ChannelAffine {
  const float* mean;
  const float* factor;
  const float* shift;
};

struct ChannelGradient {
  const float* mean;
  const float* factor;
  const float* constant;
  const float* slope;
};

struct ChannelNormTable {
  // sum x
  void (*sums)(const Pixels&, const float* src, float* sums);
  // sum (x - mean)^2
  void (*squares)(const Pixels&, const float* src, const float* mean, float* sums);
  // dst = (x - mean) factor + shift
  void (*normalize)(const Pixels&, const ChannelAffine&, const float* src, float* dst);
  // sum g and sum g (x - mean)
  void (*gradientSums)(const Pixels&, const float* mean, const float* src, const float* dstGradient,
                       float* gradientSums, float* productSums);
  // srcGradient = factor g - constant - (x - mean) slope
  void (*gradient)(const Pixels&, const ChannelGradient&, const float* src,
                   const float* dstGradient, float* srcGradient);
};

ECHODC_DECLARE_SIMD_TABLE(ChannelNormTable, channelNormTable)

}  // namespace echodc::cpu
