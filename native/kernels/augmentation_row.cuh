// One row of an augmentation table: what a group of images is transformed by.
#pragma once

#include "device.cuh"

// Ordinals of AugmentationPolicy.Transform in Java.
enum Transform { kFlip, kColor, kCrop, kScale, kRotate, kCutout };

// The columns of AugmentationColumn in Java, in their order.
struct AugmentationRow {
  float flip, brightness, saturation, contrast, warp, warpA, warpB, cutout, cutoutRow, cutoutColumn;
};

// Values of the column `warp`; 0 is none.
constexpr float kWarpCrop = 1;
constexpr float kWarpScale = 2;

constexpr float kLowestScale = 1 / 1.2f;
constexpr float kHighestScale = 1.2f;
constexpr float kLargestAngle = static_cast<float>(15 * 3.14159265358979323846 / 180);

__device__ inline int cutoutSide(int imageSize) { return (imageSize + 1) / 2; }
