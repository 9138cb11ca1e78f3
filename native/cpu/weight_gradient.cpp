// The weight gradient of a convolution. See Device.convolutionBackwardWeight in Java.
#include "simd/weight_gradient.h"

#include <algorithm>

#include "batch.h"
#include "operations.h"
#include "simd/elementwise.h"

namespace echodc::cpu {

namespace {

// Pixels that a thread multiplies before it writes sums back: enough to make that no cost, and few
// enough to stay in the second-level cache, which holds the sums too.
constexpr int64_t kPixelsAtOnce = 256;

// Output channels of a piece of work. More of them would share one copy of the image; the sums of
// so many, 295 KB with 128 input channels, leave room for it in the second-level cache.
constexpr int kChannelsAtOnce = 64;

WeightGradientShape simdShapeOf(const ConvolutionShape& s) {
  const ImageShape dst = s.dst();
  return {s.src.height, s.src.width, s.src.channels, dst.height,
          dst.width,    s.kernel,    s.stride,       s.padding};
}

}  // namespace

void convolutionBackwardWeight(Context& context, const ConvolutionShape& shape, const float* src,
                               const float* dstGradient, float* weightGradient) {
  const WeightGradientTable& simd = ECHODC_SIMD_TABLE(weightGradientTable);
  const auto accumulate = ECHODC_SIMD_TABLE(elementwiseTable).accumulate;
  const WeightGradientShape simdShape = simdShapeOf(shape);
  const ImageShape dst = shape.dst();
  const int outputs = shape.outputChannels, panelChannels = simd.panelChannels;
  const int panels = (outputs + panelChannels - 1) / panelChannels;
  const int panelsAtOnce = kChannelsAtOnce / panelChannels;
  const int pieces = (panels + panelsAtOnce - 1) / panelsAtOnce;
  const int64_t taps = int64_t{shape.kernel} * shape.kernel;
  const int64_t sumsSize = taps * shape.src.channels * panelChannels;
  const int imagesAtOnce =
      static_cast<int>(std::clamp<int64_t>(kPixelsAtOnce / dst.pixels(), 1, shape.batch));
  const ImageGroups groups(shape.batch);
  const auto channelsOf = [&](int64_t panel) {
    return std::min<int>(panelChannels, outputs - panel * panelChannels);
  };
  // [panels, groups, kernel, kernel, in, panelChannels]
  float* sums = context.shared("weight sums").get<float>(panels * groups.count * sumsSize);
  const auto packedImages =
      localFloats(context, "packed images", imagesAtOnce * simd.packedImageSize(simdShape));
  const auto packedGradients =
      localFloats(context, "packed gradients", imagesAtOnce * dst.pixels() * panelChannels);

  context.parallelFor(groups.count * pieces, [&](int64_t item, int thread) {
    const int64_t group = item / pieces;
    const int firstPanel = static_cast<int>(item % pieces) * panelsAtOnce;
    const int endPanel = std::min(firstPanel + panelsAtOnce, panels);
    const auto sumOf = [&](int panel) { return sums + (panel * groups.count + group) * sumsSize; };
    for (int panel = firstPanel; panel < endPanel; ++panel)
      std::fill_n(sumOf(panel), sumsSize, 0.0f);
    for (int image = groups.begin(group); image < groups.end(group); image += imagesAtOnce) {
      const int images = std::min(imagesAtOnce, groups.end(group) - image);
      simd.packImages(simdShape, images, src + image * shape.src.elements(), packedImages[thread]);
      for (int panel = firstPanel; panel < endPanel; ++panel) {
        simd.packGradients(images * dst.pixels(), channelsOf(panel),
                           dstGradient + image * dst.elements() + panel * panelChannels, outputs,
                           packedGradients[thread]);
        simd.add(simdShape, images, packedImages[thread], packedGradients[thread], sumOf(panel));
      }
    }
  });

  context.parallelFor(panels * taps, [&](int64_t item, int) {
    const int64_t panel = item / taps, tapRows = shape.src.channels;
    const int64_t size = tapRows * panelChannels, firstRow = item % taps * tapRows;
    float* total = sums + panel * groups.count * sumsSize + firstRow * panelChannels;
    for (int group = 1; group < groups.count; ++group)
      accumulate(size, total + group * sumsSize, total);
    for (int64_t row = 0; row < tapRows; ++row)
      std::copy_n(total + row * panelChannels, channelsOf(panel),
                  weightGradient + (firstRow + row) * outputs + panel * panelChannels);
  });
}

}  // namespace echodc::cpu
