#include "winograd.h"

#include <algorithm>

#include "batch.h"
#include "simd/winograd_products.h"
#include "simd/winograd_transforms.h"

namespace echodc::cpu {

namespace {

// Tiles that meet the weights at once: enough that reading those, from the last-level cache, takes
// less time than multiplying; few enough that tiles of 128 channels, each 18 KB or if large
// 51 KB, stay in the second-level cache until all panels have used it. Whole images have many
// channels: with 512 they are 18 KB each.
constexpr int tilesAtOnce(int tile) {
  return tile == kWinogradTile ? 16 : tile == kLargeWinogradTile ? 12 : 36;
}

// Src channels whose taps a thread transforms at once: what it writes of them is contiguous, and a
// neighbouring line that hardware fetches along is rarely another thread's.
constexpr int kChannelsAtOnce = 16;

// With the smaller tiles.
WinogradShape winogradShape(const ImageShape& src, const ImageShape& dst, int padding, int taps) {
  const bool whole = src.height == kWholeWinogradTile && src.width == kWholeWinogradTile &&
                     taps == 3 && padding == 1;
  return {src.height, src.width,    src.channels,        dst.height,
          dst.width,  dst.channels, whole ? 0 : padding, whole ? kWholeWinogradTile : kWinogradTile,
          taps};
}

WinogradShape backwardWinograd(const ConvolutionShape& s) {
  return winogradShape(s.dst(), s.src, s.kernel - 1 - s.padding, s.kernel);
}

// With large tiles where those are allowed and take fewer multiplications.
WinogradShape shapeOf(const ConvolutionShape& s, WinogradConvolution::Pass pass,
                      Precision precision) {
  const auto of = pass == WinogradConvolution::Pass::forward ? forwardWinograd : backwardWinograd;
  const WinogradShape exact = of(s);
  if (precision == Precision::float32 || exact.tile != kWinogradTile || exact.taps != 3)
    return exact;
  WinogradShape large = exact;
  large.tile = kLargeWinogradTile;
  const auto multiplications = [](const WinogradShape& w) { return w.tiles() * w.points(); };
  return multiplications(large) < multiplications(exact) ? large : exact;
}

// As many images as have so many tiles, but not so many that a thread gets none.
int imagesFor(int tilesAtOnce, int tiles, int batch, const Context& context) {
  const int each = static_cast<int>(divideUp(batch, context.threads()));
  return std::max(std::min(tilesAtOnce / tiles, each), 1);
}

}  // namespace

WinogradShape forwardWinograd(const ConvolutionShape& s) {
  return winogradShape(s.src, s.dst(), s.padding, s.kernel);
}

WinogradConvolution::WinogradConvolution(Context& context, const ConvolutionShape& shape, Pass pass,
                                         const float* weight)
    : shape_(shapeOf(shape, pass, context.precision())),
      imagesAtOnce_(imagesFor(tilesAtOnce(shape_.tile), shape_.tiles(), shape.batch, context)) {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const auto transformWeight = ECHODC_SIMD_TABLE(winogradTransformTable).weight;
  const int panel = simd.panelChannels, tiles = imagesAtOnce_ * shape_.tiles();
  panels_ = static_cast<int>(divideUp(shape_.dstChannels, panel));
  srcTiles_ =
      localFloats(context, "src tiles",
                  shape_.points() * winogradStride(shape_.srcChannels, simd.blockChannels, tiles));
  products_ =
      localFloats(context, "products", shape_.points() * winogradStride(panel, panel, tiles));
  float* transformed = context.shared(pass == Pass::forward ? "weight forward" : "weight backward")
                           .get<float>(panels_ * weightPanelSize());
  const WinogradWeight taps = {weight, pass == Pass::backwardInput};
  context.parallelFor(divideUp(shape_.srcChannels, kChannelsAtOnce), [&](int64_t item, int) {
    const int begin = static_cast<int>(item) * kChannelsAtOnce;
    transformWeight(shape_, taps, begin, std::min(begin + kChannelsAtOnce, shape_.srcChannels),
                    transformed);
  });
  weight_ = transformed;
}

int WinogradConvolution::mostChannels() const {
  return ECHODC_SIMD_TABLE(winogradProductTable).panelChannels;
}

int64_t WinogradConvolution::weightPanelSize() const {
  return shape_.points() * winogradStride(mostChannels(), mostChannels(), shape_.srcChannels);
}

int WinogradConvolution::channel(int panel) const {
  return std::min(panel * mostChannels(), shape_.dstChannels);
}

void WinogradConvolution::transform(int thread, int images, const ConstActivations& src) const {
  const auto transformSrc = ECHODC_SIMD_TABLE(winogradTransformTable).src;
  const int64_t srcSize = int64_t{shape_.srcHeight} * shape_.srcWidth * shape_.srcChannels;
  const int tiles = shape_.tiles();
  for (int image = 0; image < images; ++image)
    transformSrc(shape_, src.from(image * srcSize), {image * tiles, images * tiles},
                 srcTiles_[thread]);
}

void WinogradConvolution::multiply(int thread, int images, int panel) const {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  simd.multiply(shape_.points(), shape_.srcChannels, images * shape_.tiles(), srcTiles_[thread],
                weight_ + panel * weightPanelSize(), products_[thread]);
}

void WinogradConvolution::write(int thread, int image, int images, int panel, float* dst,
                                int64_t dstStride) const {
  const int tiles = shape_.tiles();
  ECHODC_SIMD_TABLE(winogradTransformTable)
      .products(shape_, {image * tiles, images * tiles}, products_[thread],
                channel(panel + 1) - channel(panel), dst, dstStride);
}

void WinogradConvolution::run(int thread, int images, const ConstActivations& src,
                              float* dst) const {
  const int64_t dstSize = int64_t{shape_.dstHeight} * shape_.dstWidth * shape_.dstChannels;
  transform(thread, images, src);
  for (int panel = 0; panel < panels_; ++panel) {
    multiply(thread, images, panel);
    for (int image = 0; image < images; ++image)
      write(thread, image, images, panel, dst + image * dstSize + channel(panel),
            shape_.dstChannels);
  }
}

}  // namespace echodc::cpu
