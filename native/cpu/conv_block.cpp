// The conv block: one thread takes an image, or a few small ones, through convolution,
// normalisation, ReLU and pooling while they are in its cache, and back. See
// Device.convBlockForward and the next in Java.
#include <algorithm>
#include <optional>

#include "batch.h"
#include "first_block.h"
#include "operations.h"
#include "simd/bfloat16_conversion.h"
#include "simd/instance_norm_backward.h"
#include "winograd.h"

namespace echodc::cpu {

namespace {

ConvolutionShape convolutionOf(const ConvBlockShape& shape) {
  return {shape.batch, shape.src, shape.outputChannels, 3, 1, shape.padding};
}

ImageSlice sliceOf(const ImageShape& image) {
  return {image.height, image.width, image.channels, image.channels};
}

}  // namespace

void convBlockForward(Context& context, const ConvBlockShape& shape,
                      const ConvBlockParameters& parameters, const ConstActivations& src,
                      const Activations& dst, const ConvBlockSaved& saved) {
  if (isFirstBlock(shape)) {
    firstBlockForward(context, shape, parameters, src, dst, saved);
    return;
  }
  const InstanceNormTable& norm = ECHODC_SIMD_TABLE(instanceNormTable);
  const auto round = ECHODC_SIMD_TABLE(bfloat16ConversionTable).round;
  const WinogradConvolution convolution(context, convolutionOf(shape),
                                        WinogradConvolution::Pass::forward, parameters.weight);
  const ImageShape convolved = shape.convolution();
  const int channels = convolved.channels, atOnce = convolution.imagesAtOnce();
  const auto convolvedImages = localFloats(context, "convolved", atOnce * convolved.elements());
  const auto statistics = localFloats(context, "statistics", 2 * channels);
  const int firstKept = shape.batch - saved.images;

  forImages(context, shape.batch, atOnce, [&](int first, int count, int thread) {
    Activations kept[WinogradConvolution::kMostImages];
    float* values[WinogradConvolution::kMostImages];
    for (int i = 0; i < count; ++i) {
      if (first + i >= firstKept)
        kept[i] = saved.convolution.from((first + i - firstKept) * convolved.elements());
      values[i] =
          kept[i].floats ? kept[i].floats : convolvedImages[thread] + i * convolved.elements();
    }
    convolution.run(thread, count, src.from(first * shape.src.elements()), values);
    for (int i = 0; i < count; ++i) {
      float* mean = statistics[thread];
      float* inverseStd = mean + channels;
      if (kept[i]) {
        mean = saved.mean + (first + i - firstKept) * channels;
        inverseStd = saved.inverseStd + (first + i - firstKept) * channels;
      }
      norm.statistics(sliceOf(convolved), values[i], mean, inverseStd);
      norm.forward(sliceOf(convolved), {mean, inverseStd, parameters.scale, parameters.shift},
                   AfterNorm::reluPool, values[i], dst.from((first + i) * shape.dst().elements()),
                   channels);
      if (kept[i].bfloats) round(convolved.elements(), values[i], kept[i].bfloats);
    }
  });
}

void convBlockBackward(Context& context, const ConvBlockShape& shape,
                       const ConvBlockParameters& parameters, const ConvBlockSaved& saved,
                       const ConstActivations& dstGradient, const ConvBlockGradients& gradients) {
  if (isFirstBlock(shape)) {
    firstBlockBackward(context, shape, parameters, saved, dstGradient, gradients);
    return;
  }
  const InstanceNormBackwardTable& norm = ECHODC_SIMD_TABLE(instanceNormBackwardTable);
  const auto round = ECHODC_SIMD_TABLE(bfloat16ConversionTable).round;
  const ImageShape convolved = shape.convolution();
  const int channels = convolved.channels;
  const ConvolutionShape convolution = convolutionOf(shape);
  std::optional<WinogradConvolution> toInput;
  if (gradients.srcGradient)
    toInput.emplace(context, convolution, WinogradConvolution::Pass::backwardInput,
                    parameters.weight);
  std::optional<WinogradWeightGradient> toWeight;
  if (gradients.weight) toWeight.emplace(context, convolution);
  const int atOnce = toInput ? toInput->imagesAtOnce() : 1;
  const int untilSum = toWeight ? toWeight->imagesAtOnce() : shape.batch;
  const int64_t statisticsSize = static_cast<int64_t>(shape.batch) * channels;
  float* scaleSums = context.shared("scale sums").get<float>(statisticsSize);
  float* shiftSums = context.shared("shift sums").get<float>(statisticsSize);
  const auto convolvedGradients = localFloats(context, "convolved", atOnce * convolved.elements());
  const auto srcGradients = localFloats(
      context, "src gradient", gradients.srcGradient.bfloats ? atOnce * shape.src.elements() : 0);

  for (int begin = 0; begin < shape.batch; begin += untilSum) {
    const int images = std::min(untilSum, shape.batch - begin);
    forImages(context, images, atOnce, [&](int first, int count, int thread) {
      Activations results[WinogradConvolution::kMostImages];
      float* sums[WinogradConvolution::kMostImages];
      for (int i = 0; i < count; ++i) {
        const int64_t image = begin + first + i, statistics = image * channels;
        const NormBackward pass = {sliceOf(convolved),
                                   {saved.mean + statistics, saved.inverseStd + statistics,
                                    parameters.scale, parameters.shift},
                                   AfterNorm::reluPool,
                                   saved.convolution.from(image * convolved.elements()),
                                   dstGradient.from(image * shape.dst().elements()),
                                   channels,
                                   scaleSums + statistics,
                                   shiftSums + statistics};
        float* gradient = convolvedGradients[thread] + i * convolved.elements();
        norm.backwardSums(pass);
        norm.backwardRows(pass, 0, convolved.height, gradient, channels);
        if (toWeight)
          toWeight->transform(first + i, images, gradients.src + image * shape.src.elements(),
                              gradient);
        results[i] = gradients.srcGradient.from(image * shape.src.elements());
        sums[i] = results[i].bfloats ? srcGradients[thread] + i * shape.src.elements()
                                     : results[i].floats;
      }
      if (!toInput) return;
      toInput->run(thread, count, convolvedGradients[thread], sums);
      for (int i = 0; i < count; ++i)
        if (results[i].bfloats) round(shape.src.elements(), sums[i], results[i].bfloats);
    });
    if (toWeight) toWeight->add(images);
  }
  if (toWeight) toWeight->store(gradients.weight);
  if (gradients.scale) sumRows(context, shape.batch, channels, scaleSums, gradients.scale);
  if (gradients.shift) sumRows(context, shape.batch, channels, shiftSums, gradients.shift);
}

}  // namespace echodc::cpu
