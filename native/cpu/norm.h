// What the normalisations of groups of channels, of whole images and of batches have in common.
#pragma once

#include "call.h"
#include "simd/channel_norm.h"
#include "simd/instance_norm.h"

namespace echodc::cpu {

inline float inverseStdOf(float variance) {
  return 1.0f / __builtin_sqrtf(variance + kNormEpsilon);
}

// Moments that are computed, and the same to be read.
struct Moments {
  float* mean;
  float* inverseStd;
};

struct ConstMoments {
  const float* mean;
  const float* inverseStd;
};

// Channels of an image in groups of `width`.
struct GroupedImage {
  Pixels pixels;
  int groups;

  int width() const { return pixels.channels / groups; }
  float share() const { return 1.0f / (static_cast<float>(pixels.count) * width()); }

  // ofGroups[group] = sum of the group's channels
  void sumGroups(const float* ofChannels, float* ofGroups) const;

  // ofChannels[c] = ofGroups[group of c]
  void spread(const float* ofGroups, float* ofChannels) const;
};

// Moments of the groups of an image; scratch: [2 channels].
void groupMoments(const GroupedImage&, const float* src, float* scratch, const Moments&);

// Arguments of a backward pass: gradients are null where they are not wanted.
struct NormBackwardArguments {
  const float* scale;
  const float* src;
  ConstMoments moments;
  const float* dstGradient;
  float* srcGradient;
  float* scaleGradient;
  float* shiftGradient;

  explicit NormBackwardArguments(Call& call)
      : scale(call.in<float>("scale")),
        src(call.in<float>("src")),
        moments{call.in<float>("mean"), call.in<float>("inverseStd")},
        dstGradient(call.in<float>("dstGradient")),
        srcGradient(call.outIfAny<float>("srcGradient")),
        scaleGradient(call.outIfAny<float>("scaleGradient")),
        shiftGradient(call.outIfAny<float>("shiftGradient")) {}
};

// Of a forward pass.
struct NormArguments {
  const float* scale;
  const float* shift;
  const float* src;
  float* dst;
  Moments moments;

  explicit NormArguments(Call& call)
      : scale(call.in<float>("scale")),
        shift(call.in<float>("shift")),
        src(call.in<float>("src")),
        dst(call.out<float>("dst")),
        moments{call.out<float>("mean"), call.out<float>("inverseStd")} {}
};

}  // namespace echodc::cpu
