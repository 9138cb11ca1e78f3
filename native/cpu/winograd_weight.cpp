// The gradient of the weight by Winograd's products, images in groups: see winograd_passes.h.
#include <algorithm>

#include "batch.h"
#include "simd/winograd_products.h"
#include "simd/winograd_transforms.h"
#include "winograd_passes.h"

namespace echodc::cpu {

namespace {

// Tiles that are added to the sums at once: enough that reading and writing the sums costs little.
// They are 36 KB each with 128 channels.
constexpr int kTilesToAddAtOnce = 128;

}  // namespace

WinogradWeightGradient::WinogradWeightGradient(Context& context, const ConvolutionShape& shape)
    : context_(context),
      shape_(forwardWinograd(shape)),
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
  const int64_t size = int64_t{shape_.taps} * shape_.taps * shape_.srcChannels * shape_.dstChannels;
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
