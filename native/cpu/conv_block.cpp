// The conv block, image by image: one thread takes an image through convolution, normalisation,
// ReLU and pooling while it is in its cache, and back. See Device.convBlockForward and the next in
// Java.
#include "batch.h"
#include "conv_primitives.h"
#include "first_block.h"
#include "operations.h"
#include "simd/bfloat16_conversion.h"
#include "simd/instance_norm_backward.h"

namespace echodc::cpu {

namespace {

ConvolutionShape convolutionOf(const ConvBlockShape& shape) {
  return {shape.batch, shape.src, shape.outputChannels, 3, 1, shape.padding};
}

ImageSlice sliceOf(const ImageShape& image) {
  return {image.height, image.width, image.channels, image.channels};
}

template <typename Array>
Factors factorsOf(const Array& array) {
  return array.bfloats ? Factors::bfloat16 : Factors::float32;
}

template <typename Array>
const void* addressOf(const Array& array) {
  return array.bfloats ? static_cast<const void*>(array.bfloats) : array.floats;
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
  ImageConvolution& convolution = ImageConvolution::get(context, convolutionOf(shape),
                                                        ConvolutionPass::forward, factorsOf(src));
  const void* weight = convolution.packWeight(context, parameters.weight);
  const ImageShape convolved = shape.convolution();
  const int channels = convolved.channels;
  const auto convolvedImages = localFloats(context, "convolved", convolved.elements());
  const auto statistics = localFloats(context, "statistics", 2 * channels);
  const int firstKept = shape.batch - saved.images;

  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    const int64_t kept = image - firstKept;
    float* values = convolvedImages[thread];
    float* mean = statistics[thread];
    float* inverseStd = mean + channels;
    Activations keptValues;
    if (kept >= 0) {
      keptValues = saved.convolution.from(kept * convolved.elements());
      mean = saved.mean + kept * channels;
      inverseStd = saved.inverseStd + kept * channels;
      if (keptValues.floats) values = keptValues.floats;
    }
    convolution.run(context, thread, addressOf(src.from(image * shape.src.elements())), weight,
                    values);
    norm.statistics(sliceOf(convolved), values, mean, inverseStd);
    norm.forward(sliceOf(convolved), {mean, inverseStd, parameters.scale, parameters.shift},
                 AfterNorm::reluPool, values, dst.from(image * shape.dst().elements()), channels);
    if (keptValues.bfloats) round(convolved.elements(), values, keptValues.bfloats);
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
  const Factors factors = factorsOf(saved.convolution);
  // The weight gradient, which is float throughout, reads that of the convolution of all images;
  // without it each is used at once: floats, or as many BF16 numbers in half of them.
  float* allGradients =
      gradients.weight
          ? context.shared("convolved gradients").get<float>(shape.batch * convolved.elements())
          : nullptr;
  const auto imageGradients = allGradients
                                  ? std::vector<float*>()
                                  : localFloats(context, "convolved", convolved.elements());
  const auto srcGradients = localFloats(context, "src gradient",
                                        gradients.srcGradient.bfloats ? shape.src.elements() : 0);
  const int64_t statisticsSize = static_cast<int64_t>(shape.batch) * channels;
  float* scaleSums = context.shared("scale sums").get<float>(statisticsSize);
  float* shiftSums = context.shared("shift sums").get<float>(statisticsSize);

  ImageConvolution* toInput = nullptr;
  const void* weight = nullptr;
  if (gradients.srcGradient) {
    toInput = &ImageConvolution::get(context, convolutionOf(shape), ConvolutionPass::backwardInput,
                                     factors);
    weight = toInput->packWeight(context, parameters.weight);
  }
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    const int64_t statistics = image * channels;
    const NormBackward pass = {sliceOf(convolved),
                               {saved.mean + statistics, saved.inverseStd + statistics,
                                parameters.scale, parameters.shift},
                               AfterNorm::reluPool,
                               saved.convolution.from(image * convolved.elements()),
                               dstGradient.from(image * shape.dst().elements()),
                               channels,
                               scaleSums + statistics,
                               shiftSums + statistics};
    float* gradient =
        allGradients ? allGradients + image * convolved.elements() : imageGradients[thread];
    Activations convolvedGradient = gradient;
    if (factors == Factors::bfloat16) convolvedGradient = reinterpret_cast<Bfloat16*>(gradient);
    norm.backwardSums(pass);
    norm.backwardRows(pass, 0, convolved.height, convolvedGradient, channels);
    if (!toInput) return;
    const Activations srcGradient = gradients.srcGradient.from(image * shape.src.elements());
    float* sums = srcGradient.bfloats ? srcGradients[thread] : srcGradient.floats;
    toInput->run(context, thread, sums, weight, addressOf(convolvedGradient));
    if (srcGradient.bfloats) round(shape.src.elements(), sums, srcGradient.bfloats);
  });
  if (gradients.weight)
    convolutionBackwardWeight(context, convolutionOf(shape), gradients.src, allGradients,
                              gradients.weight);
  if (gradients.scale) sumRows(context, shape.batch, channels, scaleSums, gradients.scale);
  if (gradients.shift) sumRows(context, shape.batch, channels, shiftSums, gradients.shift);
}

}  // namespace echodc::cpu
