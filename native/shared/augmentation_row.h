// One row of an augmentation table: what a group of images is transformed by, and how it is drawn.
// The rules of AugmentationColumn and Device.drawAugmentation in Java.
#pragma once

#include <cstdint>

#include "philox.h"

namespace echodc {

// Bits of a policy: ordinals of AugmentationPolicy.Transform in Java.
enum class Transform { flip, color, crop, scale, rotate, cutout };

// The columns of AugmentationColumn in Java, in their order.
struct AugmentationRow {
  float flip, brightness, saturation, contrast, warp, warpA, warpB, cutout, cutoutRow, cutoutColumn;
};
static_assert(sizeof(AugmentationRow) == 10 * sizeof(float), "AugmentationColumn.COUNT in Java");

// Values of the column `warp`, as AugmentationColumn.WARP has them; 0 is none.
constexpr float kWarpCrop = 1;
constexpr float kWarpScale = 2;
constexpr float kWarpRotate = 3;

constexpr float kLowestScale = 1 / 1.2f;
constexpr float kHighestScale = 1.2f;
constexpr float kLargestAngle = static_cast<float>(15 * 3.14159265358979323846 / 180);

ECHODC_INLINE int largestShift(int imageSize) {
  return (imageSize + 4) / 8;  // floor(size / 8 + 1 / 2)
}

// Side of the square that a cutout zeroes.
ECHODC_INLINE int cutoutSide(int imageSize) { return (imageSize + 1) / 2; }

ECHODC_INLINE bool hasTransform(uint32_t policy, Transform transform) {
  return policy >> static_cast<int>(transform) & 1;
}

// A whole number in [low, high].
ECHODC_INLINE float drawWhole(uint32_t word, int low, int high) {
  return static_cast<float>(low + wholeNumber(word, high - low + 1));
}

// One of the warps that the policy has, the same chance for each.
ECHODC_INLINE void drawWarp(const PhiloxBlock& words, uint32_t policy, int imageSize,
                            AugmentationRow* row) {
  constexpr int kCrop = static_cast<int>(Transform::crop);
  constexpr int kScale = static_cast<int>(Transform::scale);
  constexpr int kRotate = static_cast<int>(Transform::rotate);
  // The n-th of those that the policy has.
  int count = 0;
  for (int transform = kCrop; transform <= kRotate; ++transform) count += policy >> transform & 1;
  if (count == 0) return;
  int chosen = kCrop - 1;
  for (int left = wholeNumber(words[0], count) + 1; left > 0; left -= policy >> chosen & 1)
    ++chosen;
  if (chosen == kCrop) {
    row->warp = kWarpCrop;
    const int shift = largestShift(imageSize);
    row->warpA = drawWhole(words[1], -shift, shift);
    row->warpB = drawWhole(words[2], -shift, shift);
  } else if (chosen == kScale) {
    row->warp = kWarpScale;
    row->warpA = uniformBetween(words[1], kLowestScale, kHighestScale);
    row->warpB = uniformBetween(words[2], kLowestScale, kHighestScale);
  } else {
    row->warp = kWarpRotate;
    row->warpA = roundedProduct(roundedDifference(uniform(words[1]) * 2, 1), kLargestAngle);
  }
}

ECHODC_INLINE AugmentationRow drawAugmentationRow(const RandomKey& key, uint32_t group,
                                                  uint32_t policy, int imageSize) {
  AugmentationRow row = {0, 0, 1, 1, 0, 0, 0, 0, 0, 0};
  const PhiloxBlock color = key.block(0, group);
  if (hasTransform(policy, Transform::flip)) row.flip = uniform(color[0]) < 0.5f ? 1.0f : 0.0f;
  if (hasTransform(policy, Transform::color)) {
    row.brightness = roundedDifference(uniform(color[1]), 0.5f);
    row.saturation = uniform(color[2]) * 2;
    row.contrast = roundedSum(uniform(color[3]), 0.5f);
  }
  drawWarp(key.block(1, group), policy, imageSize, &row);
  if (hasTransform(policy, Transform::cutout)) {
    // A square of even side has its centre between pixels, so one more place to be.
    const int highest = cutoutSide(imageSize) % 2 == 0 ? imageSize : imageSize - 1;
    const PhiloxBlock square = key.block(2, group);
    row.cutout = 1;
    row.cutoutRow = drawWhole(square[0], 0, highest);
    row.cutoutColumn = drawWhole(square[1], 0, highest);
  }
  return row;
}

}  // namespace echodc
