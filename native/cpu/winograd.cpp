#include "winograd.h"

#include <algorithm>

#include "batch.h"
#include "simd/winograd_products.h"
#include "simd/winograd_transforms.h"

namespace echodc::cpu {

namespace {

// Tiles that meet the weights at once: enough that reading those, from the last-level cache, takes
// less time than multiplying; few enough that tiles of 128 channels, each 18 KB or if large
// 51 KB, stay in the second-level cache until all panels have used it.
constexpr int tilesAtOnce(int tile) { return tile == kWinogradTile ? 16 : 12; }

// Tiles that are added to the sums at once: enough that reading and writing the sums costs little.
// They are 36 KB each with 128 channels.
constexpr int kTilesToAddAtOnce = 128;

// Src channels whose taps a thread transforms at once: what it writes of them is contiguous, and a
// neighbouring line that hardware fetches along is rarely another thread's.
constexpr int kChannelsAtOnce = 16;

WinogradShape forwardShape(const ConvolutionShape& s, int tile) {
  const ImageShape dst = s.dst();
  return {s.src.height, s.src.width,  s.src.channels, dst.height,
          dst.width,    dst.channels, s.padding,      tile};
}

WinogradShape backwardShape(const ConvolutionShape& s, int tile) {
  const ImageShape dst = s.dst();
  return {dst.height,  dst.width,      dst.channels,  s.src.height,
          s.src.width, s.src.channels, 2 - s.padding, tile};
}

WinogradShape shapeOf(const ConvolutionShape& s, WinogradConvolution::Pass pass,
                      WinogradConvolution::Storage storage) {
  const auto of = pass == WinogradConvolution::Pass::forward ? forwardShape : backwardShape;
  const WinogradShape exact = of(s, kWinogradTile), large = of(s, kLargeWinogradTile);
  const auto multiplications = [](const WinogradShape& w) { return w.tiles() * w.points(); };
  return storage == WinogradConvolution::Storage::bfloat16 &&
                 multiplications(large) < multiplications(exact)
             ? large
             : exact;
}

// As many images as have so many tiles, but not so many that a thread gets none.
int imagesFor(int tilesAtOnce, int tiles, int batch, const Context& context) {
  const int each = static_cast<int>(divideUp(batch, context.threads()));
  return std::max(std::min(tilesAtOnce / tiles, each), 1);
}

}  // namespace

bool isWinograd(const ConvolutionShape& shape) { return shape.kernel == 3 && shape.stride == 1; }

WinogradConvolution::WinogradConvolution(Context& context, const ConvolutionShape& shape, Pass pass,
                                         Storage storage, const float* weight)
    : shape_(shapeOf(shape, pass, storage)),
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
    for (int c = begin; c < std::min(begin + kChannelsAtOnce, shape_.srcChannels); ++c)
      transformWeight(shape_, taps, c, transformed);
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

WinogradWeightGradient::WinogradWeightGradient(Context& context, const ConvolutionShape& shape)
    : context_(context),
      shape_(forwardShape(shape, kWinogradTile)),
      batch_(shape.batch),
      imagesAtOnce_(std::clamp(kTilesToAddAtOnce / shape_.tiles(), 1, shape.batch)) {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const int tiles = imagesAtOnce_ * shape_.tiles(), panel = simd.panelChannels;
  sumsSize_ = shape_.points() * winogradStride(shape_.dstChannels, panel, shape_.srcChannels);
  srcTiles_ =
      localFloats(context, "weight src tiles",
                  shape_.points() * winogradStride(shape_.srcChannels, simd.blockChannels, tiles));
  gradientTiles_ = localFloats(context, "weight gradient tiles",
                               shape_.points() * winogradStride(shape_.dstChannels, panel, tiles));
  sums_ = localFloats(context, "weight sums", sumsSize_);
}

void WinogradWeightGradient::sum(const TransformImages& transformImages,
                                 float* weightGradient) const {
  const auto transformSums = ECHODC_SIMD_TABLE(winogradTransformTable).weightSums;
  const ImageGroups groups(batch_);
  const int64_t size = int64_t{9} * shape_.srcChannels * shape_.dstChannels;
  float* gradients = context_.shared("weight gradients").get<float>(groups.count * size);
  context_.parallelFor(groups.count, [&](int64_t group, int thread) {
    std::fill_n(sums_[thread], sumsSize_, 0.0f);
    const int end = groups.end(group);
    for (int first = groups.begin(group); first < end; first += imagesAtOnce_) {
      const int images = std::min(imagesAtOnce_, end - first);
      transformImages(first, images, thread);
      add(thread, images);
    }
    for (int channel = 0; channel < shape_.srcChannels; ++channel)
      transformSums(shape_, channel, sums_[thread], gradients + group * size);
  });
  sumRows(context_, groups.count, size, gradients, weightGradient);
}

void WinogradWeightGradient::transform(int thread, int image, int images,
                                       const ConstActivations& src,
                                       const float* dstGradient) const {
  const WinogradTransformTable& simd = ECHODC_SIMD_TABLE(winogradTransformTable);
  const int tiles = shape_.tiles();
  const WinogradPlace place = {image * tiles, images * tiles};
  simd.src(shape_, src, place, srcTiles_[thread]);
  simd.gradient(shape_, dstGradient, place, gradientTiles_[thread]);
}

void WinogradWeightGradient::add(int thread, int images) const {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const int tiles = images * shape_.tiles(), panel = simd.panelChannels;
  const int64_t panels = divideUp(shape_.dstChannels, panel), panelSize = int64_t{tiles} * panel;
  const int64_t srcStride = winogradStride(shape_.srcChannels, simd.blockChannels, tiles);
  const int64_t gradientStride = winogradStride(shape_.dstChannels, panel, tiles);
  const int64_t sumsStride = sumsSize_ / shape_.points();
  const int64_t sumsOfPanel = int64_t{shape_.srcChannels} * panel;
  for (int point = 0; point < shape_.points(); ++point)
    for (int64_t of = 0; of < panels; ++of)
      simd.addWeightSums(shape_.srcChannels, tiles, srcTiles_[thread] + point * srcStride,
                         gradientTiles_[thread] + point * gradientStride + of * panelSize,
                         sums_[thread] + point * sumsStride + of * sumsOfPanel);
}

}  // namespace echodc::cpu
