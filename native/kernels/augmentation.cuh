// Augmentation of one image by one block, a thread for every so many pixels, and its adjoint. The
// transforms, in order: normalisation, flip, brightness, saturation, contrast, one warp, cutout.
//
// Each result is computed from the plain pixels that it depends on, so that nothing in between is
// stored and images of any size do: a warp has four of them. Only contrast looks at the whole
// image, at its mean, which flip and saturation leave as it is.
#pragma once

#include "device.cuh"
#include "reduce.cuh"
#include "shared/augmentation_row.h"

using echodc::AugmentationRow;
using echodc::cutoutSide;

constexpr int kImageThreads = 256;
constexpr float kInversePi = 0.318309886183790672f;
constexpr int kImageSharedBytes = kWarp * static_cast<int>(sizeof(double));

struct ImageShape {
  int height, width, channels;

  __device__ inline int pixels() const { return height * width; }
  __device__ inline long long elements() const {
    return static_cast<long long>(height) * width * channels;
  }
  __device__ inline bool has(int y, int x) const {
    return y >= 0 && y < height && x >= 0 && x < width;
  }
};

// A pixel that a warped one reads, or is read by, and its share.
struct WarpTap {
  int y, x;
  float weight;
};

// Where pixels come from: crop shifts, scale and rotate sample bilinearly on an affine grid with
// zeros outside (PyTorch's affine_grid and grid_sample, align_corners=false).
class Warp {
 public:
  __device__ inline Warp(const AugmentationRow& row, const ImageShape& shape)
      : shape_(shape), kind_(row.warp), dy_(0), dx_(0) {
    xx_ = yy_ = 1;
    xy_ = yx_ = 0;
    if (kind_ == echodc::kWarpCrop) {
      dy_ = static_cast<int>(row.warpA);
      dx_ = static_cast<int>(row.warpB);
    } else if (kind_ == echodc::kWarpScale) {
      xx_ = row.warpA;
      yy_ = row.warpB;
    } else if (kind_ != 0) {
      // Of half turns: cosf and sinf would need local memory to reduce a large angle.
      xx_ = yy_ = cospif(row.warpA * kInversePi);
      yx_ = sinpif(row.warpA * kInversePi);
      xy_ = -yx_;
    }
  }

  // Calls read(tap) for each source pixel of result pixel (i, j).
  template <typename Read>
  __device__ inline void forward(int i, int j, const Read& read) const {
    if (kind_ == 0 || kind_ == echodc::kWarpCrop) {
      if (shape_.has(i + dy_, j + dx_)) read(WarpTap{i + dy_, j + dx_, 1});
      return;
    }
    const Place at = place(i, j);
    // In this form a coordinate that is not a number is outside too.
    if (!(at.column > -1 && at.column < static_cast<float>(shape_.width) && at.row > -1 &&
          at.row < static_cast<float>(shape_.height)))
      return;
    const int top = static_cast<int>(floorf(at.row)), left = static_cast<int>(floorf(at.column));
    for (int tap = 0; tap < 4; ++tap) {
      const int y = top + tap / 2, x = left + tap % 2;
      if (shape_.has(y, x)) read(WarpTap{y, x, weight(at, y, x)});
    }
  }

  // Calls read(tap) for each result pixel that reads source pixel (y, x).
  template <typename Read>
  __device__ inline void adjoint(int y, int x, const Read& read) const {
    if (kind_ == 0 || kind_ == echodc::kWarpCrop) {
      if (shape_.has(y - dy_, x - dx_)) read(WarpTap{y - dy_, x - dx_, 1});
      return;
    }
    // Readers lie within one pixel of (y, x) in the source; a box around them in the result, one
    // wider than exact arithmetic needs, is looked through.
    const float determinant = xx_ * yy_ - xy_ * yx_;
    const float height = static_cast<float>(shape_.height),
                width = static_cast<float>(shape_.width);
    const float u = (2 * static_cast<float>(x) + 1) / width - 1;
    const float v = (2 * static_cast<float>(y) + 1) / height - 1;
    const float column = ((yy_ * u - xy_ * v) / determinant + 1) * width / 2 - 0.5f;
    const float row = ((xx_ * v - yx_ * u) / determinant + 1) * height / 2 - 0.5f;
    const float reachX = (fabsf(yy_) + fabsf(xy_) * width / height) / fabsf(determinant);
    const float reachY = (fabsf(xx_) + fabsf(yx_) * height / width) / fabsf(determinant);
    const int firstI = max(0, static_cast<int>(floorf(row - reachY)));
    const int lastI = min(shape_.height - 1, static_cast<int>(ceilf(row + reachY)));
    const int firstJ = max(0, static_cast<int>(floorf(column - reachX)));
    const int lastJ = min(shape_.width - 1, static_cast<int>(ceilf(column + reachX)));
    for (int i = firstI; i <= lastI; ++i)
      for (int j = firstJ; j <= lastJ; ++j) {
        const float share = weight(place(i, j), y, x);
        if (share > 0) read(WarpTap{i, j, share});
      }
  }

 private:
  struct Place {
    float row, column;
  };

  // The point of the source that result pixel (i, j) reads, in pixels. Rounded as written, so that
  // forward and adjoint agree.
  __device__ inline Place place(int i, int j) const {
    const float height = static_cast<float>(shape_.height),
                width = static_cast<float>(shape_.width);
    const float y = static_cast<float>(2 * i + 1) / height - 1;
    const float x = static_cast<float>(2 * j + 1) / width - 1;
    return {((yx_ * x + yy_ * y + 1) * height - 1) / 2, ((xx_ * x + xy_ * y + 1) * width - 1) / 2};
  }

  // What a point reads of pixel (y, x): positive within one pixel of it.
  static __device__ inline float weight(const Place& at, int y, int x) {
    const float fromRow = 1 - fabsf(at.row - static_cast<float>(y));
    const float fromColumn = 1 - fabsf(at.column - static_cast<float>(x));
    return fromRow > 0 && fromColumn > 0 ? fromRow * fromColumn : 0.0f;
  }

  ImageShape shape_;
  float kind_;
  int dy_, dx_;
  float xx_, xy_, yx_, yy_;
};

// Whether the cutout covers pixel (y, x).
__device__ inline bool isCutOut(const AugmentationRow& row, const ImageShape& shape, int y, int x) {
  const int top = static_cast<int>(row.cutoutRow) - cutoutSide(shape.height) / 2;
  const int left = static_cast<int>(row.cutoutColumn) - cutoutSide(shape.width) / 2;
  return row.cutout != 0 && y >= top && y < top + cutoutSide(shape.height) && x >= left &&
         x < left + cutoutSide(shape.width);
}

// The mean over all values of the block's image: value(pixel, channel). scratch: kImageSharedBytes.
template <typename Value>
__device__ inline float imageMean(const ImageShape& shape, const Value& value, double* scratch) {
  double sum = 0;
  for (int p = static_cast<int>(threadIdx.x); p < shape.pixels(); p += kImageThreads)
    for (int c = 0; c < shape.channels; ++c) sum += value(p, c);
  return static_cast<float>(blockSum(sum, scratch) / static_cast<double>(shape.elements()));
}

// Augments the block's image. source(y, x, channel) is the normalised plain image.
template <typename Source>
__device__ inline void augment(const AugmentationRow& row, const ImageShape& shape,
                               const Source& source, double* scratch, float* dst) {
  const Warp warp(row, shape);
  float mean = 0;
  if (row.contrast != 1)  // the same for the whole block
    mean = row.brightness +
           imageMean(
               shape, [&](int p, int c) { return source(p / shape.width, p % shape.width, c); },
               scratch);
  const float share = 1.0f / static_cast<float>(shape.channels);
  for (int p = static_cast<int>(threadIdx.x); p < shape.pixels(); p += kImageThreads) {
    const int i = p / shape.width, j = p - i * shape.width;
    float* to = dst + static_cast<long long>(p) * shape.channels;
    for (int c = 0; c < shape.channels; ++c) to[c] = 0;
    if (isCutOut(row, shape, i, j)) continue;
    warp.forward(i, j, [&](const WarpTap& tap) {
      const int x = row.flip != 0 ? shape.width - 1 - tap.x : tap.x;
      float ofPixel = 0;
      for (int c = 0; c < shape.channels; ++c) ofPixel += source(tap.y, x, c) + row.brightness;
      ofPixel *= share;
      for (int c = 0; c < shape.channels; ++c) {
        float value = source(tap.y, x, c) + row.brightness;
        if (row.saturation != 1) value = (value - ofPixel) * row.saturation + ofPixel;
        if (row.contrast != 1) value = (value - mean) * row.contrast + mean;
        to[c] += tap.weight * value;
      }
    });
  }
}

// Gradient w.r.t. the normalised plain image, mirrored back by unflipped(). Saturation and contrast
// are symmetric maps, each its own adjoint. srcGradient is complete after the next barrier.
__device__ inline void augmentAdjoint(const AugmentationRow& row, const ImageShape& shape,
                                      const float* dstGradient, double* scratch,
                                      float* srcGradient) {
  const Warp warp(row, shape);
  for (int p = static_cast<int>(threadIdx.x); p < shape.pixels(); p += kImageThreads) {
    const int y = p / shape.width, x = p - y * shape.width;
    float* to = srcGradient + static_cast<long long>(p) * shape.channels;
    for (int c = 0; c < shape.channels; ++c) to[c] = 0;
    warp.adjoint(y, x, [&](const WarpTap& tap) {
      if (isCutOut(row, shape, tap.y, tap.x)) return;
      const float* from =
          dstGradient + static_cast<long long>(tap.y * shape.width + tap.x) * shape.channels;
      for (int c = 0; c < shape.channels; ++c) to[c] += tap.weight * from[c];
    });
  }
  // A thread reads and changes its own pixels only.
  float mean = 0;
  if (row.contrast != 1)
    mean = imageMean(
        shape,
        [&](int p, int c) { return srcGradient[static_cast<long long>(p) * shape.channels + c]; },
        scratch);
  const float share = 1.0f / static_cast<float>(shape.channels);
  for (int p = static_cast<int>(threadIdx.x); p < shape.pixels(); p += kImageThreads) {
    float* own = srcGradient + static_cast<long long>(p) * shape.channels;
    float ofPixel = 0;
    for (int c = 0; c < shape.channels; ++c) ofPixel += own[c];
    ofPixel *= share;
    // The mean of a pixel after contrast: both maps are affine in it.
    if (row.contrast != 1) ofPixel = (ofPixel - mean) * row.contrast + mean;
    for (int c = 0; c < shape.channels; ++c) {
      float value = own[c];
      if (row.contrast != 1) value = (value - mean) * row.contrast + mean;
      if (row.saturation != 1) value = (value - ofPixel) * row.saturation + ofPixel;
      own[c] = value;
    }
  }
}
