// Network operations as plain loops in double precision: what the CPU device is held against.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "operations.h"

namespace naive {

using echodc::cpu::ConvolutionShape;
using echodc::cpu::ImageShape;
using Values = std::vector<double>;

template <typename T>
Values toDouble(const std::vector<T>& values) {
  return Values(values.begin(), values.end());
}

// Calls body(srcOffset, weightOffset, dstOffset) for each input channel of each tap of each output
// pixel; offsets are those of output channel 0.
template <typename Body>
void forTaps(const ConvolutionShape& s, const Body& body) {
  const ImageShape out = s.dst();
  for (int64_t b = 0; b < s.batch; ++b)
    for (int oy = 0; oy < out.height; ++oy)
      for (int ox = 0; ox < out.width; ++ox)
        for (int ky = 0; ky < s.kernel; ++ky)
          for (int kx = 0; kx < s.kernel; ++kx) {
            const int y = oy * s.stride + ky - s.padding, x = ox * s.stride + kx - s.padding;
            if (y < 0 || y >= s.src.height || x < 0 || x >= s.src.width) continue;
            for (int c = 0; c < s.src.channels; ++c)
              body(((b * s.src.height + y) * s.src.width + x) * s.src.channels + c,
                   ((ky * s.kernel + kx) * int64_t{s.src.channels} + c) * s.outputChannels,
                   ((b * out.height + oy) * out.width + ox) * out.channels);
          }
}

inline Values convolution(const ConvolutionShape& s, const Values& weight, const Values& src) {
  Values dst(s.batch * s.dst().elements());
  forTaps(s, [&](int64_t from, int64_t w, int64_t to) {
    for (int o = 0; o < s.outputChannels; ++o) dst[to + o] += src[from] * weight[w + o];
  });
  return dst;
}

inline Values convolutionBackwardInput(const ConvolutionShape& s, const Values& weight,
                                       const Values& dstGradient) {
  Values srcGradient(s.batch * s.src.elements());
  forTaps(s, [&](int64_t from, int64_t w, int64_t to) {
    for (int o = 0; o < s.outputChannels; ++o)
      srcGradient[from] += dstGradient[to + o] * weight[w + o];
  });
  return srcGradient;
}

inline Values convolutionBackwardWeight(const ConvolutionShape& s, const Values& src,
                                        const Values& dstGradient) {
  Values weightGradient(int64_t{s.kernel} * s.kernel * s.src.channels * s.outputChannels);
  forTaps(s, [&](int64_t from, int64_t w, int64_t to) {
    for (int o = 0; o < s.outputChannels; ++o)
      weightGradient[w + o] += dstGradient[to + o] * src[from];
  });
  return weightGradient;
}

struct Norm {
  Values result, mean, inverseStd;  // result before ReLU
};

inline Norm instanceNorm(int batch, const ImageShape& s, const Values& src, const Values& scale,
                         const Values& shift) {
  Norm norm = {Values(src.size()), Values(batch * s.channels), Values(batch * s.channels)};
  for (int b = 0; b < batch; ++b)
    for (int c = 0; c < s.channels; ++c) {
      const double* x = src.data() + b * s.elements() + c;
      double mean = 0, variance = 0;
      for (int64_t p = 0; p < s.pixels(); ++p) mean += x[p * s.channels] / s.pixels();
      for (int64_t p = 0; p < s.pixels(); ++p)
        variance += std::pow(x[p * s.channels] - mean, 2) / s.pixels();
      norm.mean[b * s.channels + c] = mean;
      norm.inverseStd[b * s.channels + c] = 1 / std::sqrt(variance + 1e-5);
      for (int64_t p = 0; p < s.pixels(); ++p)
        norm.result[b * s.elements() + p * s.channels + c] =
            (x[p * s.channels] - mean) / std::sqrt(variance + 1e-5) * scale[c] + shift[c];
    }
  return norm;
}

struct NormGradients {
  Values src, scale, shift;
};

// By the chain rule through variance and mean (Ioffe and Szegedy, ICML 2015, section 3).
inline NormGradients instanceNormBackward(int batch, const ImageShape& s, const Values& src,
                                          const Norm& norm, const Values& scale,
                                          const Values& gradient) {
  NormGradients result = {Values(src.size()), Values(s.channels), Values(s.channels)};
  const double pixels = static_cast<double>(s.pixels());
  for (int b = 0; b < batch; ++b)
    for (int c = 0; c < s.channels; ++c) {
      const double mean = norm.mean[b * s.channels + c];
      const double inverseStd = norm.inverseStd[b * s.channels + c];
      double toVariance = 0, toMean = 0, centredSum = 0;
      const auto at = [&](int64_t p) { return b * s.elements() + p * s.channels + c; };
      for (int64_t p = 0; p < s.pixels(); ++p) {
        const double g = gradient[at(p)], centred = src[at(p)] - mean;
        result.shift[c] += g;
        result.scale[c] += g * centred * inverseStd;
        toVariance -= g * scale[c] * centred * std::pow(inverseStd, 3) / 2;
        toMean -= g * scale[c] * inverseStd;
        centredSum += centred;
      }
      toMean -= toVariance * 2 * centredSum / pixels;
      for (int64_t p = 0; p < s.pixels(); ++p)
        result.src[at(p)] = gradient[at(p)] * scale[c] * inverseStd +
                            toVariance * 2 * (src[at(p)] - mean) / pixels + toMean / pixels;
    }
  return result;
}

inline Values relu(Values values) {
  for (double& value : values) value = std::max(value, 0.0);
  return values;
}

// Calls body(unpooled offset, pooled offset) for each value that takes part in pooling.
template <typename Body>
void forWindows(int batch, const ImageShape& s, const Body& body) {
  const int height = s.height / 2, width = s.width / 2;
  for (int64_t b = 0; b < batch; ++b)
    for (int y = 0; y < 2 * height; ++y)
      for (int x = 0; x < 2 * width; ++x)
        for (int c = 0; c < s.channels; ++c)
          body(((b * s.height + y) * s.width + x) * s.channels + c,
               ((b * height + y / 2) * width + x / 2) * s.channels + c);
}

inline Values averagePool(int batch, const ImageShape& s, const Values& src) {
  Values dst(int64_t{batch} * (s.height / 2) * (s.width / 2) * s.channels);
  forWindows(batch, s, [&](int64_t from, int64_t to) { dst[to] += src[from] / 4; });
  return dst;
}

inline Values averagePoolBackward(int batch, const ImageShape& s, const Values& dstGradient) {
  Values srcGradient(batch * s.elements());
  forWindows(batch, s, [&](int64_t from, int64_t to) { srcGradient[from] = dstGradient[to] / 4; });
  return srcGradient;
}

}  // namespace naive
