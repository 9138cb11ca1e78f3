// The conv block, image by image: one thread takes an image through convolution, normalisation,
// ReLU and pooling while it is in its cache, and back. See Device.convBlockForward and the next in
// Java.
#include "batch.h"
#include "conv_primitives.h"
#include "first_block.h"
#include "operations.h"
#include "simd/instance_norm_backward.h"

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
                      const ConvBlockParameters& parameters, const float* src, float* dst,
                      const ConvBlockSaved& saved) {
  if (isFirstBlock(shape)) {
    firstBlockForward(context, shape, parameters, src, dst, saved);
    return;
  }
  const InstanceNormTable& norm = ECHODC_SIMD_TABLE(instanceNormTable);
  ImageConvolution& convolution =
      ImageConvolution::get(context, convolutionOf(shape), ConvolutionPass::forward);
  const float* weight = convolution.packWeight(context, parameters.weight);
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
    if (kept >= 0) {
      values = saved.convolution + kept * convolved.elements();
      mean = saved.mean + kept * channels;
      inverseStd = saved.inverseStd + kept * channels;
    }
    convolution.run(context, thread, src + image * shape.src.elements(), weight, values);
    norm.statistics(sliceOf(convolved), values, mean, inverseStd);
    norm.forward(sliceOf(convolved), {mean, inverseStd, parameters.scale, parameters.shift},
                 AfterNorm::reluPool, values, dst + image * shape.dst().elements(), channels);
  });
}

void convBlockBackward(Context& context, const ConvBlockShape& shape,
                       const ConvBlockParameters& parameters, const ConvBlockSaved& saved,
                       const float* dstGradient, const ConvBlockGradients& gradients) {
  if (isFirstBlock(shape)) {
    firstBlockBackward(context, shape, parameters, saved, dstGradient, gradients);
    return;
  }
  const InstanceNormBackwardTable& norm = ECHODC_SIMD_TABLE(instanceNormBackwardTable);
  const ImageShape convolved = shape.convolution();
  const int channels = convolved.channels;
  // The weight gradient reads that of the convolution of all images, without it each is used at
  // once.
  float* allGradients =
      gradients.weight
          ? context.shared("convolved gradients").get<float>(shape.batch * convolved.elements())
          : nullptr;
  const auto imageGradients = allGradients
                                  ? std::vector<float*>()
                                  : localFloats(context, "convolved", convolved.elements());
  const int64_t statisticsSize = static_cast<int64_t>(shape.batch) * channels;
  float* scaleSums = context.shared("scale sums").get<float>(statisticsSize);
  float* shiftSums = context.shared("shift sums").get<float>(statisticsSize);

  ImageConvolution* toInput = nullptr;
  const float* weight = nullptr;
  if (gradients.srcGradient) {
    toInput = &ImageConvolution::get(context, convolutionOf(shape), ConvolutionPass::backwardInput);
    weight = toInput->packWeight(context, parameters.weight);
  }
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    const int64_t statistics = image * channels;
    const NormBackward pass = {sliceOf(convolved),
                               {saved.mean + statistics, saved.inverseStd + statistics,
                                parameters.scale, parameters.shift},
                               AfterNorm::reluPool,
                               saved.convolution + image * convolved.elements(),
                               dstGradient + image * shape.dst().elements(),
                               channels,
                               scaleSums + statistics,
                               shiftSums + statistics};
    norm.backwardSums(pass);
    float* gradient =
        allGradients ? allGradients + image * convolved.elements() : imageGradients[thread];
    norm.backwardRows(pass, 0, convolved.height, gradient, channels);
    if (toInput)
      toInput->run(context, thread, gradients.srcGradient + image * shape.src.elements(), weight,
                   gradient);
  });
  if (gradients.weight)
    convolutionBackwardWeight(context, convolutionOf(shape), gradients.src, allGradients,
                              gradients.weight);
  if (gradients.scale) sumRows(context, shape.batch, channels, scaleSums, gradients.scale);
  if (gradients.shift) sumRows(context, shape.batch, channels, shiftSums, gradients.shift);
}

}  // namespace echodc::cpu
