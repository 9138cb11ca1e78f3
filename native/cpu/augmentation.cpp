#include "augmentation.h"

#include <algorithm>
#include <cmath>

namespace echodc::cpu {

namespace {

// Mean over all elements, in double because an image may have a million of them.
float mean(int64_t count, const float* values) {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < count; ++i) sum += values[i];
  return static_cast<float>(sum / static_cast<double>(count));
}

// x = (x - m) factor + m with m the mean over channels of each pixel. The map is symmetric: it is
// its own adjoint.
void scaleAboutPixelMean(int64_t pixels, int channels, float factor, float* image) {
  for (int64_t p = 0; p < pixels; ++p) {
    float* x = image + p * channels;
    float sum = 0;
    for (int c = 0; c < channels; ++c) sum += x[c];
    const float m = sum / static_cast<float>(channels);
    for (int c = 0; c < channels; ++c) x[c] = (x[c] - m) * factor + m;
  }
}

// The same with m the mean of the image, equally symmetric.
void scaleAboutImageMean(int64_t count, float factor, float* image) {
  const float m = mean(count, image);
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) image[i] = (image[i] - m) * factor + m;
}

}  // namespace

ImageAugmentation::ImageAugmentation(const ImageShape& shape, const Augmentation& augmentation,
                                     int64_t image, int64_t count)
    : shape_(shape), row_(augmentation.table[image / (count / augmentation.rows)]) {}

void ImageAugmentation::forward(float* src, float* dst) const {
  if (row_.flip != 0) flip(src);
  color(src);
  if (warps()) warp<false>(src, dst);
  if (row_.cutout != 0) cutout(dst);
}

void ImageAugmentation::adjoint(const float* dstGradient, float* workspace,
                                float* srcGradient) const {
  float* beforeCutout = warps() ? workspace : srcGradient;
  std::copy_n(dstGradient, shape_.elements(), beforeCutout);
  if (row_.cutout != 0) cutout(beforeCutout);
  if (warps()) warp<true>(beforeCutout, srcGradient);
  colorAdjoint(srcGradient);
  if (row_.flip != 0) flip(srcGradient);
}

void ImageAugmentation::flip(float* image) const {
  const int channels = shape_.channels;
  for (int row = 0; row < shape_.height; ++row) {
    float* left = image + int64_t{row} * shape_.width * channels;
    float* right = left + int64_t{shape_.width - 1} * channels;
    for (; left < right; left += channels, right -= channels)
      std::swap_ranges(left, left + channels, right);
  }
}

void ImageAugmentation::color(float* image) const {
  const int64_t count = shape_.elements();
  if (row_.brightness != 0) {
    const float brightness = row_.brightness;
#pragma omp simd
    for (int64_t i = 0; i < count; ++i) image[i] += brightness;
  }
  if (row_.saturation != 1)
    scaleAboutPixelMean(shape_.pixels(), shape_.channels, row_.saturation, image);
  if (row_.contrast != 1) scaleAboutImageMean(count, row_.contrast, image);
}

void ImageAugmentation::colorAdjoint(float* gradient) const {
  if (row_.contrast != 1) scaleAboutImageMean(shape_.elements(), row_.contrast, gradient);
  if (row_.saturation != 1)
    scaleAboutPixelMean(shape_.pixels(), shape_.channels, row_.saturation, gradient);
}

void ImageAugmentation::cutout(float* image) const {
  const auto clip = [](float center, int size, int* begin, int* end) {
    const int side = cutoutSide(size);
    const int first = static_cast<int>(center) - side / 2;
    *begin = std::clamp(first, 0, size);
    *end = std::clamp(first + side, 0, size);
  };
  int rowBegin, rowEnd, columnBegin, columnEnd;
  clip(row_.cutoutRow, shape_.height, &rowBegin, &rowEnd);
  clip(row_.cutoutColumn, shape_.width, &columnBegin, &columnEnd);
  for (int row = rowBegin; row < rowEnd; ++row)
    std::fill_n(image + (int64_t{row} * shape_.width + columnBegin) * shape_.channels,
                int64_t{columnEnd - columnBegin} * shape_.channels, 0.0f);
}

template <bool kAdjoint>
void ImageAugmentation::warp(const float* from, float* to) const {
  std::fill_n(to, shape_.elements(), 0.0f);
  if (row_.warp == kWarpCrop)
    crop<kAdjoint>(from, to);
  else
    blend<kAdjoint>(from, to);
}

// out[i, j] = in[i + dy, j + dx]; the adjoint shifts the other way.
template <bool kAdjoint>
void ImageAugmentation::crop(const float* from, float* to) const {
  const int sign = kAdjoint ? -1 : 1;
  const int dy = sign * static_cast<int>(row_.warpA), dx = sign * static_cast<int>(row_.warpB);
  const int columnBegin = std::max(0, -dx), columnEnd = std::min(shape_.width, shape_.width - dx);
  if (columnBegin >= columnEnd) return;
  for (int i = std::max(0, -dy); i < std::min(shape_.height, shape_.height - dy); ++i) {
    const int64_t target = int64_t{i} * shape_.width + columnBegin;
    const int64_t source = int64_t{i + dy} * shape_.width + columnBegin + dx;
    std::copy_n(from + source * shape_.channels, int64_t{columnEnd - columnBegin} * shape_.channels,
                to + target * shape_.channels);
  }
}

// Bilinear sampling on an affine grid, zeros outside, coordinates of -1 .. 1 from edge to edge
// (PyTorch's affine_grid and grid_sample, align_corners=false). The adjoint runs over the same taps
// and spreads where the transform collects; one thread does a whole image, so sums keep their
// order.
template <bool kAdjoint>
void ImageAugmentation::blend(const float* from, float* to) const {
  const int height = shape_.height, width = shape_.width, channels = shape_.channels;
  const bool scale = row_.warp == kWarpScale;
  const float cosine = std::cos(row_.warpA), sine = std::sin(row_.warpA);
  const float xx = scale ? row_.warpA : cosine, xy = scale ? 0 : -sine;
  const float yx = scale ? 0 : sine, yy = scale ? row_.warpB : cosine;
  for (int i = 0; i < height; ++i) {
    const float y = static_cast<float>(2 * i + 1) / static_cast<float>(height) - 1;
    for (int j = 0; j < width; ++j) {
      const float x = static_cast<float>(2 * j + 1) / static_cast<float>(width) - 1;
      const float column = ((xx * x + xy * y + 1) * static_cast<float>(width) - 1) / 2;
      const float row = ((yx * x + yy * y + 1) * static_cast<float>(height) - 1) / 2;
      // In this form a coordinate that is not a number is outside too.
      if (!(column > -1 && column < static_cast<float>(width) && row > -1 &&
            row < static_cast<float>(height)))
        continue;
      const float left = std::floor(column), top = std::floor(row);
      const int64_t target = (int64_t{i} * width + j) * channels;
      for (int tap = 0; tap < 4; ++tap) {
        const int right = tap % 2, below = tap / 2;
        const int r = static_cast<int>(top) + below, c = static_cast<int>(left) + right;
        if (r < 0 || r >= height || c < 0 || c >= width) continue;
        const float weight =
            (right ? column - left : left + 1 - column) * (below ? row - top : top + 1 - row);
        const int64_t source = (int64_t{r} * width + c) * channels;
        for (int channel = 0; channel < channels; ++channel) {
          if (kAdjoint)
            to[source + channel] += weight * from[target + channel];
          else
            to[target + channel] += weight * from[source + channel];
        }
      }
    }
  }
}

}  // namespace echodc::cpu
