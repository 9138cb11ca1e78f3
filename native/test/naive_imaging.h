// Plain loops in double for decoding, augmentation and CutMix, one output pixel at a time.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "operations.h"
#include "shared/permutation.h"
#include "shared/philox.h"

namespace naive {

using echodc::AugmentationRow;
using echodc::RandomKey;
using echodc::cpu::Decoding;
using echodc::cpu::ImageShape;
using Doubles = std::vector<double>;

inline int64_t at(const ImageShape& s, int i, int j, int c) {
  return (int64_t{i} * s.width + j) * s.channels + c;
}

// One bilinear sample; zeros outside.
inline double sampleAt(const ImageShape& s, const Doubles& image, double row, double column,
                       int c) {
  double sum = 0;
  for (int i = 0; i < s.height; ++i) {
    if (std::abs(row - i) >= 1) continue;
    for (int j = 0; j < s.width; ++j)
      if (std::abs(column - j) < 1)
        sum += (1 - std::abs(row - i)) * (1 - std::abs(column - j)) * image[at(s, i, j, c)];
  }
  return sum;
}

inline Doubles augment(const ImageShape& s, const AugmentationRow& r, const Doubles& image) {
  const int h = s.height, w = s.width, channels = s.channels;
  Doubles x = image, y(image.size());
  const auto eachPixel = [&](const auto& value) {
    for (int i = 0; i < h; ++i)
      for (int j = 0; j < w; ++j)
        for (int c = 0; c < channels; ++c) y[at(s, i, j, c)] = value(i, j, c);
    x = y;
  };
  if (r.flip == 1) eachPixel([&](int i, int j, int c) { return x[at(s, i, w - 1 - j, c)]; });
  eachPixel([&](int i, int j, int c) { return x[at(s, i, j, c)] + r.brightness; });
  eachPixel([&](int i, int j, int c) {
    double m = 0;
    for (int k = 0; k < channels; ++k) m += x[at(s, i, j, k)] / channels;
    return (x[at(s, i, j, c)] - m) * r.saturation + m;
  });
  double m = 0;
  for (const double value : x) m += value / static_cast<double>(x.size());
  eachPixel([&](int i, int j, int c) { return (x[at(s, i, j, c)] - m) * r.contrast + m; });
  if (r.warp != 0) {
    eachPixel([&](int i, int j, int c) {
      const double gx = (2.0 * j + 1) / w - 1, gy = (2.0 * i + 1) / h - 1;
      double column = gx * r.warpA, row = gy * r.warpB;
      if (r.warp == 1) return sampleAt(s, x, i + r.warpA, j + r.warpB, c);
      if (r.warp == 3) {
        column = std::cos(r.warpA) * gx - std::sin(r.warpA) * gy;
        row = std::sin(r.warpA) * gx + std::cos(r.warpA) * gy;
      }
      return sampleAt(s, x, ((row + 1) * h - 1) / 2, ((column + 1) * w - 1) / 2, c);
    });
  }
  if (r.cutout == 1) {
    const int rows = (h + 1) / 2, columns = (w + 1) / 2;
    const int top = static_cast<int>(r.cutoutRow) - rows / 2,
              left = static_cast<int>(r.cutoutColumn) - columns / 2;
    eachPixel([&](int i, int j, int c) {
      const bool inside = i >= top && i < top + rows && j >= left && j < left + columns;
      return inside ? 0 : x[at(s, i, j, c)];
    });
  }
  return x;
}

inline Doubles decode(const ImageShape& s, const Decoding& d, const std::vector<float>& stored,
                      int number) {
  const int f = d.factor, perClass = d.ipc * f * f;
  const int group = number / perClass, tile = number % perClass / d.ipc;
  const int64_t image = group * d.ipc + number % perClass % d.ipc;
  const int tileHeight = (s.height + f - 1) / f, tileWidth = (s.width + f - 1) / f;
  const auto pixel = [&](int i, int j, int c) {
    i = tile / f * tileHeight + std::clamp(i, 0, tileHeight - 1);
    j = tile % f * tileWidth + std::clamp(j, 0, tileWidth - 1);
    return i < s.height && j < s.width ? stored[image * s.elements() + at(s, i, j, c)] : 0.5;
  };
  Doubles result(s.elements());
  for (int i = 0; i < s.height; ++i) {
    for (int j = 0; j < s.width; ++j) {
      const double row = (i + 0.5) * tileHeight / s.height - 0.5;
      const double column = (j + 0.5) * tileWidth / s.width - 0.5;
      const int top = static_cast<int>(std::floor(row)),
                left = static_cast<int>(std::floor(column));
      const double dy = row - top, dx = column - left;
      for (int c = 0; c < s.channels; ++c)
        result[at(s, i, j, c)] =
            (1 - dy) * ((1 - dx) * pixel(top, left, c) + dx * pixel(top, left + 1, c)) +
            dy * ((1 - dx) * pixel(top + 1, left, c) + dx * pixel(top + 1, left + 1, c));
    }
  }
  return result;
}

struct Mixed {
  std::vector<float> images;
  std::vector<int32_t> partners;
  float weight;
};

inline Mixed cutMix(const RandomKey& key, float probability, const ImageShape& s,
                    const std::vector<float>& src, const std::vector<int32_t>& labels) {
  using echodc::uniform;
  const auto words = key.block(0, 0);
  const bool mix = uniform(words[0]) < probability;
  const float cut = std::sqrt(1 - uniform(words[1]));
  const int row = static_cast<int>(uniform(words[2]) * static_cast<float>(s.height));
  const int column = static_cast<int>(uniform(words[3]) * static_cast<float>(s.width));
  const int halfHeight = static_cast<int>(static_cast<float>(s.height) * cut) / 2;
  const int halfWidth = static_cast<int>(static_cast<float>(s.width) * cut) / 2;
  const int batch = static_cast<int>(labels.size());
  const echodc::Permutation partner(key, 1, batch);
  Mixed result = {src, labels, 1};
  int area = 0;
  for (int i = 0; i < s.height; ++i) {
    for (int j = 0; j < s.width; ++j) {
      if (!mix || i < row - halfHeight || i >= row + halfHeight || j < column - halfWidth ||
          j >= column + halfWidth)
        continue;
      ++area;
      for (int b = 0; b < batch; ++b)
        for (int c = 0; c < s.channels; ++c)
          result.images[b * s.elements() + at(s, i, j, c)] =
              src[partner(b) * s.elements() + at(s, i, j, c)];
    }
  }
  for (int b = 0; b < batch; ++b) result.partners[b] = labels[partner(b)];
  result.weight = 1 - static_cast<float>(area) / static_cast<float>(s.pixels());
  return result;
}

}  // namespace naive
