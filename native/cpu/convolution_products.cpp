// Gradients of any convolution as matrix products: see convolution_ways.h.
#include <algorithm>
#include <vector>

#include "batch.h"
#include "convolution_ways.h"
#include "simd/elementwise.h"
#include "simd/winograd_products.h"
#include "weight_sums.h"

namespace echodc::cpu {

namespace {

// The gradients of taps that are there at once: they stay in the second-level cache.
constexpr int64_t kStripBytes = 256 << 10;

int64_t tapsOf(const ConvolutionShape& s) { return int64_t{s.kernel} * s.kernel * s.src.channels; }

// A pixel of src that a tap meets, and the pixel of dst for which it does.
struct Meeting {
  int64_t src, dst;
};

std::vector<Meeting> meetings(const ConvolutionShape& s, int tapRow, int tapColumn) {
  const ImageShape dst = s.dst();
  std::vector<Meeting> met;
  for (int y = 0; y < dst.height; ++y)
    for (int x = 0; x < dst.width; ++x) {
      const int srcY = y * s.stride + tapRow - s.padding;
      const int srcX = x * s.stride + tapColumn - s.padding;
      if (srcY >= 0 && srcY < s.src.height && srcX >= 0 && srcX < s.src.width)
        met.push_back({int64_t{srcY} * s.src.width + srcX, int64_t{y} * dst.width + x});
    }
  return met;
}

// A pixel into its tile, cut into pieces of `width` channels, each `stride` floats after the last.
void packPixel(const float* pixel, int channels, int width, int64_t stride, float* to) {
  for (int c = 0; c < channels; c += width, to += stride) {
    const int count = std::min(width, channels - c);
    std::copy_n(pixel + c, count, to);
    std::fill_n(to + count, width - count, 0.0f);
  }
}

// Adds the taps' gradients of one row of dst to the rows of src that its windows cover.
void foldRow(const ConvolutionShape& s, int row, const float* taps, float* srcGradient) {
  const auto addSegments = ECHODC_SIMD_TABLE(elementwiseTable).addSegments;
  const int channels = s.src.channels, width = s.dst().width;
  const int64_t pixelTaps = tapsOf(s), srcRow = int64_t{s.src.width} * channels;
  // Windows within the row; of the others, each tap is looked at.
  const int begin = std::min(static_cast<int>(divideUp(s.padding, s.stride)), width);
  const int room = s.src.width + s.padding - s.kernel;
  const int end = std::max(begin, std::min(width, room < 0 ? 0 : room / s.stride + 1));
  for (int ky = 0; ky < s.kernel; ++ky) {
    const int y = row * s.stride + ky - s.padding;
    if (y < 0 || y >= s.src.height) continue;
    const float* from = taps + ky * int64_t{s.kernel} * channels;
    float* to = srcGradient + y * srcRow;
    const auto atBorder = [&](int x) {
      for (int kx = 0; kx < s.kernel; ++kx) {
        const int srcX = x * s.stride + kx - s.padding;
        if (srcX >= 0 && srcX < s.src.width)
          addSegments(1, channels, 0, 0, from + x * pixelTaps + kx * channels,
                      to + srcX * channels);
      }
    };
    for (int x = 0; x < begin; ++x) atBorder(x);
    addSegments(end - begin, s.kernel * channels, pixelTaps, int64_t{s.stride} * channels,
                from + begin * pixelTaps, to + (begin * s.stride - s.padding) * channels);
    for (int x = end; x < width; ++x) atBorder(x);
  }
}

}  // namespace

void foldBackwardInput(Context& context, const ConvolutionShape& shape, const float* weight,
                       const float* dstGradient, float* srcGradient) {
  const ImageShape dst = shape.dst();
  const int64_t taps = tapsOf(shape), rowTaps = dst.width * taps;
  const int rows =
      static_cast<int>(std::clamp<int64_t>(kStripBytes / (rowTaps * sizeof(float)), 1, dst.height));
  const auto strips = localFloats(context, "taps", rows * rowTaps);
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    float* strip = strips[thread];
    float* own = srcGradient + image * shape.src.elements();
    std::fill_n(own, shape.src.elements(), 0.0f);
    for (int first = 0; first < dst.height; first += rows) {
      const int count = std::min(rows, dst.height - first);
      const int64_t pixels = int64_t{count} * dst.width;
      dnnl::error::wrap_c_api(dnnl_sgemm('N', 'T', pixels, taps, dst.channels, 1.0f,
                                         dstGradient + image * dst.elements() +
                                             first * int64_t{dst.width} * dst.channels,
                                         dst.channels, weight, dst.channels, 0.0f, strip, taps),
                              "could not multiply gradients and weight");
      for (int row = 0; row < count; ++row) foldRow(shape, first + row, strip + row * rowTaps, own);
    }
  });
}

void tapwiseBackwardWeight(Context& context, const ConvolutionShape& shape, const float* src,
                           const float* dstGradient, float* weightGradient) {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const int srcChannels = shape.src.channels, dstChannels = shape.outputChannels;
  const int block = simd.blockChannels, panel = simd.panelChannels;
  std::vector<std::vector<Meeting>> met;
  std::vector<int> tiles;
  for (int ky = 0; ky < shape.kernel; ++ky)
    for (int kx = 0; kx < shape.kernel; ++kx) {
      met.push_back(meetings(shape, ky, kx));
      tiles.push_back(static_cast<int>(met.back().size()));
    }
  const WeightSums products(context, shape.batch, srcChannels, dstChannels, tiles);
  const WeightSums::Sums sums =
      products.sum([&](int image, int place, const WeightSums::Tiles& to) {
        const float* ofSrc = src + image * shape.src.elements();
        const float* ofDst = dstGradient + image * shape.dst().elements();
        for (size_t tap = 0; tap < met.size(); ++tap) {
          const int64_t count = tiles[tap], all = to.images * count;
          for (int64_t i = 0; i < count; ++i) {
            const int64_t tile = place * count + i;
            packPixel(ofSrc + met[tap][i].src * srcChannels, srcChannels, block, all * block,
                      to.src[tap] + tile * block);
            packPixel(ofDst + met[tap][i].dst * dstChannels, dstChannels, panel, all * panel,
                      to.gradient[tap] + tile * panel);
          }
        }
      });
  context.parallelFor(tapsOf(shape), [&](int64_t row, int) {
    const int64_t tap = row / srcChannels, channel = row % srcChannels;
    const float* from = sums.values + tap * sums.stride + channel * panel;
    for (int c = 0; c < dstChannels; c += panel, from += int64_t{srcChannels} * panel)
      std::copy_n(from, std::min(panel, dstChannels - c), weightGradient + row * dstChannels + c);
  });
}

}  // namespace echodc::cpu
