// Normalisation of groups of channels, image by image. See operation.GroupNorm in Java.
#include "batch.h"
#include "norm.h"
#include "operations.h"

namespace echodc::cpu {

namespace {

GroupedImage groupedImage(const ImageShape& shape, int groups) {
  return {{shape.pixels(), shape.channels}, groups};
}

// Coefficients of the gradient w.r.t. the input, [channels] each.
struct Coefficients {
  float* mean;
  float* factor;
  float* constant;
  float* slope;

  static constexpr int kCount = 4;

  Coefficients(float* memory, int channels)
      : mean(memory),
        factor(memory + channels),
        constant(memory + 2 * channels),
        slope(memory + 3 * channels) {}
};

// With s = scale g: factor = scale inverseStd, constant = inverseStd mean(s), slope = inverseStd^3
// mean(s (x - mean)).
void setCoefficients(const GroupedImage& image, const float* scale, const float* inverseStd,
                     const float* gradientSums, const float* productSums, const Coefficients& to) {
  const int width = image.width();
  for (int group = 0; group < image.groups; ++group) {
    double scaledSum = 0, productSum = 0;
    for (int c = group * width; c < (group + 1) * width; ++c) {
      scaledSum += static_cast<double>(scale[c]) * gradientSums[c];
      productSum += static_cast<double>(scale[c]) * productSums[c];
    }
    const float own = inverseStd[group];
    const float constant = own * (static_cast<float>(scaledSum) * image.share());
    const float slope = own * own * own * (static_cast<float>(productSum) * image.share());
    for (int c = group * width; c < (group + 1) * width; ++c) {
      to.factor[c] = scale[c] * own;
      to.constant[c] = constant;
      to.slope[c] = slope;
    }
  }
}

}  // namespace

ECHODC_OPERATION(groupNorm) {
  const Images images = call.images("src");
  const GroupedImage image = groupedImage(images.shape, call.whole("groups"));
  const NormArguments a(call);
  Context& context = call.complete();
  const ChannelNormTable& table = ECHODC_SIMD_TABLE(channelNormTable);
  const int channels = images.shape.channels;
  const auto scratch = localFloats(context, "group norm", 2 * channels);
  context.parallelFor(images.batch, [&](int64_t i, int thread) {
    const float* src = a.src + i * images.shape.elements();
    const Moments own = {a.moments.mean + i * image.groups,
                         a.moments.inverseStd + i * image.groups};
    groupMoments(image, src, scratch[thread], own);
    float* mean = scratch[thread];
    float* factor = mean + channels;
    image.spread(own.mean, mean);
    image.spread(own.inverseStd, factor);
    for (int c = 0; c < channels; ++c) factor[c] *= a.scale[c];
    table.normalize(image.pixels, {mean, factor, a.shift}, src,
                    a.dst + i * images.shape.elements());
  });
}

ECHODC_OPERATION(groupNormBackward) {
  const Images images = call.images("src");
  const GroupedImage image = groupedImage(images.shape, call.whole("groups"));
  const NormBackwardArguments a(call);
  Context& context = call.complete();
  const ChannelNormTable& table = ECHODC_SIMD_TABLE(channelNormTable);
  const int channels = images.shape.channels;
  const int64_t sums = static_cast<int64_t>(images.batch) * channels;
  float* scaleSums = context.shared("scale sums").get<float>(sums);
  float* shiftSums = context.shared("shift sums").get<float>(sums);
  const auto scratch = localFloats(context, "group norm", Coefficients::kCount * channels);
  context.parallelFor(images.batch, [&](int64_t i, int thread) {
    const float* src = a.src + i * images.shape.elements();
    const float* dstGradient = a.dstGradient + i * images.shape.elements();
    const float* inverseStd = a.moments.inverseStd + i * image.groups;
    const Coefficients of(scratch[thread], channels);
    float* gradientSums = shiftSums + i * channels;
    float* productSums = scaleSums + i * channels;
    image.spread(a.moments.mean + i * image.groups, of.mean);
    table.gradientSums(image.pixels, of.mean, src, dstGradient, gradientSums, productSums);
    if (a.srcGradient) {
      setCoefficients(image, a.scale, inverseStd, gradientSums, productSums, of);
      table.gradient(image.pixels, {of.mean, of.factor, of.constant, of.slope}, src, dstGradient,
                     a.srcGradient + i * images.shape.elements());
    }
    for (int c = 0; c < channels; ++c) productSums[c] *= inverseStd[c / image.width()];
  });
  if (a.scaleGradient) sumRows(context, images.batch, channels, scaleSums, a.scaleGradient);
  if (a.shiftGradient) sumRows(context, images.batch, channels, shiftSums, a.shiftGradient);
}

}  // namespace echodc::cpu
