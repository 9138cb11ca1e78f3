// Augmentation of one image by one row of an augmentation table, and its adjoint. The transforms,
// in order: flip, brightness, saturation, contrast, one warp (crop, scale or rotate), cutout.
#pragma once

#include <cstdint>

#include "operations.h"

namespace echodc::cpu {

class ImageAugmentation {
 public:
  // What image `image` of a batch of `count` is transformed by.
  ImageAugmentation(const ImageShape&, const Augmentation&, int64_t image, int64_t count);

  // Whether pixels move in a way that cannot be done in place.
  bool warps() const { return row_.warp != 0; }

  // Transforms `src`, which is destroyed, into `dst`; they are the same memory unless warps().
  void forward(float* src, float* dst) const;

  // Gradient w.r.t. the plain image. The workspace is of an image's size, used only if warps().
  void adjoint(const float* dstGradient, float* workspace, float* srcGradient) const;

 private:
  void flip(float* image) const;
  void color(float* image) const;
  void colorAdjoint(float* gradient) const;
  void cutout(float* image) const;

  // Moves pixels from `from` to `to`, as the warp does or as its adjoint does.
  template <bool kAdjoint>
  void warp(const float* from, float* to) const;
  template <bool kAdjoint>
  void crop(const float* from, float* to) const;
  template <bool kAdjoint>
  void blend(const float* from, float* to) const;

  ImageShape shape_;
  AugmentationRow row_;
};

}  // namespace echodc::cpu
