#include "winograd.h"

#include <algorithm>

#include "batch.h"
#include "simd/winograd_products.h"
#include "simd/winograd_transforms.h"

namespace echodc::cpu {

namespace {

// Tiles that meet the weights at once: enough that reading those, from the last-level cache, takes
// less time than multiplying; few enough that a tile of 128 channels, 18 KB, stays in the
// second-level cache until all panels have used it.
constexpr int kTilesAtOnce = 16;

// Tiles that are added to the sums of a pair of points at once: enough that reading and writing the
// sums costs little; their 36 KB each, at 128 channels, should fit the last-level cache.
constexpr int kTilesToAddAtOnce = 256;

int64_t divideUp(int64_t count, int64_t by) { return (count + by - 1) / by; }

WinogradShape forwardShape(const ConvolutionShape& s) {
  const ImageShape dst = s.dst();
  return {s.src.height, s.src.width,  s.src.channels, dst.height,
          dst.width,    dst.channels, s.padding};
}

WinogradShape backwardShape(const ConvolutionShape& s) {
  const ImageShape dst = s.dst();
  return {dst.height,  dst.width,      dst.channels, s.src.height,
          s.src.width, s.src.channels, 2 - s.padding};
}

int64_t roundUp(int64_t count, int64_t to) { return divideUp(count, to) * to; }

int64_t srcTilesSize(const WinogradProductTable& simd, int channels, int tiles) {
  return kWinogradPoints * winogradStride(roundUp(channels, simd.blockChannels) * tiles);
}

int64_t panelTilesSize(int64_t channels, int tiles) {
  return kWinogradPoints * winogradStride(channels * tiles);
}

}  // namespace

bool isWinograd(const ConvolutionShape& shape) { return shape.kernel == 3 && shape.stride == 1; }

WinogradConvolution::WinogradConvolution(Context& context, const ConvolutionShape& shape, Pass pass,
                                         const float* weight)
    : shape_(pass == Pass::forward ? forwardShape(shape) : backwardShape(shape)),
      imagesAtOnce_(std::clamp(kTilesAtOnce / shape_.tiles(), 1, kMostImages)),
      rowsAtOnce_(std::clamp(kTilesAtOnce / shape_.tileColumns(), 1, shape_.tileRows())) {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const auto transformWeight = ECHODC_SIMD_TABLE(winogradTransformTable).weight;
  const int panel = simd.panelChannels;
  const int tiles = imagesAtOnce_ * rowsAtOnce_ * shape_.tileColumns();
  srcTiles_ = localFloats(context, "src tiles", srcTilesSize(simd, shape_.srcChannels, tiles));
  products_ = localFloats(context, "products", panelTilesSize(panel, tiles));
  float* transformed =
      context.shared(pass == Pass::forward ? "weight forward" : "weight backward")
          .get<float>(kWinogradPoints * shape_.srcChannels * roundUp(shape_.dstChannels, panel));
  const WinogradWeight taps = {weight, shape_.srcChannels, shape_.dstChannels,
                               pass == Pass::backwardInput};
  context.parallelFor(shape_.srcChannels, [&](int64_t channel, int) {
    transformWeight(taps, static_cast<int>(channel), transformed);
  });
  weight_ = transformed;
}

void WinogradConvolution::run(int thread, int images, const ConstActivations& src,
                              float* const* dst) const {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const WinogradTransformTable& transform = ECHODC_SIMD_TABLE(winogradTransformTable);
  const int panel = simd.panelChannels;
  const int64_t srcSize = int64_t{shape_.srcHeight} * shape_.srcWidth * shape_.srcChannels;
  const int64_t panelSize = int64_t{kWinogradPoints} * shape_.srcChannels * panel;
  for (int row = 0; row < shape_.tileRows(); row += rowsAtOnce_) {
    const int rowEnd = std::min(row + rowsAtOnce_, shape_.tileRows());
    const int tilesOfImage = (rowEnd - row) * shape_.tileColumns(), tiles = images * tilesOfImage;
    const auto pieceOf = [&](int image) {
      return WinogradPiece{row, rowEnd, image * tilesOfImage, tiles};
    };
    for (int image = 0; image < images; ++image)
      transform.src(shape_, src.from(image * srcSize), pieceOf(image), srcTiles_[thread]);
    for (int channel = 0; channel < shape_.dstChannels; channel += panel) {
      simd.multiply(shape_.srcChannels, tiles, srcTiles_[thread],
                    weight_ + channel / panel * panelSize, products_[thread]);
      for (int image = 0; image < images; ++image)
        transform.products(shape_, pieceOf(image), products_[thread],
                           std::min(panel, shape_.dstChannels - channel), dst[image] + channel);
    }
  }
}

WinogradWeightGradient::WinogradWeightGradient(Context& context, const ConvolutionShape& shape)
    : context_(context),
      shape_(forwardShape(shape)),
      imagesAtOnce_(std::clamp(kTilesToAddAtOnce / shape_.tiles(), 1, shape.batch)) {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const int tiles = imagesAtOnce_ * shape_.tiles();
  const int64_t dstChannels = roundUp(shape_.dstChannels, simd.panelChannels);
  const int64_t sums = kWinogradPoints * shape_.srcChannels * dstChannels;
  srcTiles_ =
      context.shared("weight src tiles").get<float>(srcTilesSize(simd, shape_.srcChannels, tiles));
  gradientTiles_ =
      context.shared("weight gradient tiles").get<float>(panelTilesSize(dstChannels, tiles));
  sums_ = context.shared("weight sums").get<float>(sums);
  std::fill_n(sums_, sums, 0.0f);
}

void WinogradWeightGradient::transform(int image, int images, const ConstActivations& src,
                                       const float* dstGradient) const {
  const WinogradTransformTable& simd = ECHODC_SIMD_TABLE(winogradTransformTable);
  const int tiles = shape_.tiles();
  const WinogradPiece piece = {0, shape_.tileRows(), image * tiles, images * tiles};
  simd.src(shape_, src, piece, srcTiles_);
  simd.gradient(shape_, dstGradient, piece, gradientTiles_);
}

void WinogradWeightGradient::add(int images) {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const int tiles = images * shape_.tiles(), panel = simd.panelChannels;
  const int64_t panels = divideUp(shape_.dstChannels, panel);
  const int64_t sumsSize = int64_t{shape_.srcChannels} * panel;
  const int64_t srcStride = winogradStride(roundUp(shape_.srcChannels, simd.blockChannels) * tiles);
  const int64_t panelSize = int64_t{tiles} * panel, stride = winogradStride(panels * panelSize);
  context_.parallelFor(kWinogradPoints * panels, [&](int64_t item, int) {
    const int64_t point = item / panels, of = item % panels;
    simd.addWeightSums(shape_.srcChannels, tiles, srcTiles_ + point * srcStride,
                       gradientTiles_ + point * stride + of * panelSize, sums_ + item * sumsSize);
  });
}

void WinogradWeightGradient::store(float* weightGradient) const {
  const auto transformSums = ECHODC_SIMD_TABLE(winogradTransformTable).weightSums;
  context_.parallelFor(shape_.srcChannels, [&](int64_t channel, int) {
    transformSums(shape_, static_cast<int>(channel), sums_, weightGradient);
  });
}

}  // namespace echodc::cpu
