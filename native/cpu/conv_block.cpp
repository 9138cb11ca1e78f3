// The conv block: one thread takes an image, or a few small ones, through convolution,
// normalisation, ReLU and pooling while they are in its cache, and back. See
// operation.ConvBlock in Java.
#include <algorithm>
#include <optional>

#include "batch.h"
#include "call.h"
#include "convolution_ways.h"
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

ConvBlockShape readShape(Call& call) {
  const Images src = call.images("src");
  return {src.batch, src.shape, call.whole("outputs"), call.whole("padding")};
}

ConvBlockParameters readParameters(Call& call) {
  return {call.in<float>("weight"), call.in<float>("scale"), call.in<float>("shift")};
}

// The backward pass of what follows the convolution, an image at a time.
struct BackwardOfNorm {
  const ConvBlockShape& shape;
  const ConvBlockParameters& parameters;
  const ConstConvBlockSaved& saved;
  const ConstActivations& dstGradient;
  float* scaleSums;  // of each image, as are those of the shift
  float* shiftSums;

  // Writes the gradient of an image's convolution, and its sums.
  void run(int64_t image, float* gradient) const {
    const InstanceNormBackwardTable& norm = ECHODC_SIMD_TABLE(instanceNormBackwardTable);
    const ImageShape convolved = shape.convolution();
    const int channels = convolved.channels;
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
    norm.backwardSums(pass);
    norm.backwardRows(pass, 0, convolved.height, gradient, channels);
  }
};

// Sums of a weight's gradient of more bytes, a thread's own ones, would not stay in the last-level
// cache. They are then taken over the whole batch at once, and so are the other steps.
constexpr int64_t kMostSums = int64_t{4} << 20;

bool isWide(const ConvBlockShape& shape) {
  const int64_t points = forwardWinograd(convolutionOf(shape)).points();
  const int64_t weights = int64_t{shape.src.channels} * shape.outputChannels;
  return points * weights * int64_t{sizeof(float)} > kMostSums;
}

// Gradients of a wide block's parameters, and of its input if wanted.
void backwardInSteps(Context& context, const BackwardOfNorm& norm,
                     const ConvBlockGradients& gradients) {
  const ConvBlockShape& shape = norm.shape;
  const ConvolutionShape convolution = convolutionOf(shape);
  const int64_t size = shape.convolution().elements();
  float* convolved = context.shared("convolved gradient").get<float>(shape.batch * size);
  context.parallelFor(shape.batch,
                      [&](int64_t image, int) { norm.run(image, convolved + image * size); });
  if (gradients.srcGradient)
    winogradBackwardInput(context, convolution, norm.parameters.weight, convolved,
                          gradients.srcGradient.floats);
  batchedWinogradBackwardWeight(context, convolution, gradients.src, convolved, gradients.weight);
}

// Gradients of images on the way through all steps while they are in a thread's cache.
void backwardByImages(Context& context, const BackwardOfNorm& norm,
                      const ConvBlockGradients& gradients) {
  const ConvBlockShape& shape = norm.shape;
  const auto round = ECHODC_SIMD_TABLE(bfloat16ConversionTable).round;
  const ImageShape convolved = shape.convolution();
  const ConvolutionShape convolution = convolutionOf(shape);
  std::optional<WinogradConvolution> toInput;
  if (gradients.srcGradient)
    toInput.emplace(context, convolution, WinogradConvolution::Pass::backwardInput,
                    norm.parameters.weight);
  std::optional<WinogradWeightGradient> toWeight;
  if (gradients.weight) toWeight.emplace(context, convolution);
  const int atOnce = toInput ? toInput->imagesAtOnce() : 1;
  const auto convolvedGradients = localFloats(context, "convolved", atOnce * convolved.elements());
  const auto srcGradients = localFloats(
      context, "src gradient", gradients.srcGradient.bfloats ? atOnce * shape.src.elements() : 0);

  // Consecutive images, the first of them number ofSum of those whose weight gradients are summed
  // up next.
  const auto backward = [&](int first, int count, int ofSum, int imagesOfSum, int thread) {
    for (int i = 0; i < count; ++i) {
      const int64_t image = first + i;
      float* gradient = convolvedGradients[thread] + i * convolved.elements();
      norm.run(image, gradient);
      if (toWeight)
        toWeight->transform(thread, ofSum + i, imagesOfSum,
                            gradients.src + image * shape.src.elements(), gradient);
    }
    if (!toInput) return;
    const Activations srcGradient = gradients.srcGradient.from(first * shape.src.elements());
    float* sums = srcGradient.bfloats ? srcGradients[thread] : srcGradient.floats;
    toInput->run(thread, count, convolvedGradients[thread], sums);
    if (srcGradient.bfloats) round(count * shape.src.elements(), sums, srcGradient.bfloats);
  };

  if (toWeight)
    toWeight->sum(
        [&](int first, int images, int thread) {
          for (int i = 0; i < images; i += atOnce)
            backward(first + i, std::min(atOnce, images - i), i, images, thread);
        },
        gradients.weight);
  else
    forImages(context, shape.batch, atOnce,
              [&](int first, int count, int thread) { backward(first, count, 0, 0, thread); });
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
  const int channels = convolved.channels, mostOfPanel = convolution.mostChannels();
  const auto panels = localFloats(context, "convolved", convolved.pixels() * mostOfPanel);
  const auto statistics = localFloats(context, "statistics", 2 * mostOfPanel);

  // The norm is one a channel, so it follows each panel of the convolution.
  const auto normalize = [&](int image, int thread, int count, int first, int panel) {
    const int channel = convolution.channel(panel);
    const int64_t ofBatch = first + image, statisticsOf = ofBatch * channels + channel;
    float* values = panels[thread];
    int64_t stride = mostOfPanel;
    float* mean = statistics[thread];
    float* inverseStd = mean + mostOfPanel;
    const Activations savedValues =
        saved.convolution.from(ofBatch * convolved.elements() + channel);
    if (saved) {
      mean = saved.mean + statisticsOf;
      inverseStd = saved.inverseStd + statisticsOf;
    }
    if (savedValues.floats) {
      values = savedValues.floats;
      stride = channels;
    }
    const ImageSlice slice = {convolved.height, convolved.width,
                              convolution.channel(panel + 1) - channel, stride};
    convolution.write(thread, image, count, panel, values, stride);
    norm.statistics(slice, values, mean, inverseStd);
    norm.forward(slice, {mean, inverseStd, parameters.scale + channel, parameters.shift + channel},
                 AfterNorm::reluPool, values, dst.from(ofBatch * shape.dst().elements() + channel),
                 channels);
    if (savedValues.bfloats)
      for (int64_t pixel = 0; pixel < convolved.pixels(); ++pixel)
        round(slice.channels, values + pixel * stride, savedValues.bfloats + pixel * channels);
  };

  forImages(context, shape.batch, convolution.imagesAtOnce(),
            [&](int first, int count, int thread) {
              convolution.transform(thread, count, src.from(first * shape.src.elements()));
              for (int panel = 0; panel < convolution.panels(); ++panel) {
                convolution.multiply(thread, count, panel);
                for (int image = 0; image < count; ++image)
                  normalize(image, thread, count, first, panel);
              }
            });
}

void convBlockBackward(Context& context, const ConvBlockShape& shape,
                       const ConvBlockParameters& parameters, const ConstConvBlockSaved& saved,
                       const ConstActivations& dstGradient, const ConvBlockGradients& gradients) {
  if (isFirstBlock(shape)) {
    firstBlockBackward(context, shape, parameters, saved, dstGradient, gradients);
    return;
  }
  const int channels = shape.outputChannels;
  const int64_t statisticsSize = static_cast<int64_t>(shape.batch) * channels;
  float* scaleSums = context.shared("scale sums").get<float>(statisticsSize);
  float* shiftSums = context.shared("shift sums").get<float>(statisticsSize);
  const BackwardOfNorm norm = {shape, parameters, saved, dstGradient, scaleSums, shiftSums};
  const auto backward = gradients.weight && isWide(shape) ? backwardInSteps : backwardByImages;
  backward(context, norm, gradients);
  if (gradients.scale) sumRows(context, shape.batch, channels, scaleSums, gradients.scale);
  if (gradients.shift) sumRows(context, shape.batch, channels, shiftSums, gradients.shift);
}

ECHODC_OPERATION(convBlock) {
  const ConvBlockShape shape = readShape(call);
  const ConvBlockParameters parameters = readParameters(call);
  const ConstActivations src = call.activationsIn("src");
  const Activations dst = call.activationsOut("dst");
  const ConvBlockSaved saved = {call.activationsOutIfAny("saved convolution"),
                                call.outIfAny<float>("saved mean"),
                                call.outIfAny<float>("saved inverseStd")};
  convBlockForward(call.complete(), shape, parameters, src, dst, saved);
}

ECHODC_OPERATION(convBlockBackward) {
  const ConvBlockShape shape = readShape(call);
  const ConvBlockParameters parameters = readParameters(call);
  const ConstConvBlockSaved saved = {call.activationsIn("saved convolution"),
                                     call.in<float>("saved mean"),
                                     call.in<float>("saved inverseStd")};
  const ConstActivations dstGradient = call.activationsIn("dstGradient");
  const ConvBlockGradients gradients = {
      call.activationsOutIfAny("srcGradient"), call.inIfAny<float>("src"),
      call.outIfAny<float>("weightGradient"), call.outIfAny<float>("scaleGradient"),
      call.outIfAny<float>("shiftGradient")};
  convBlockBackward(call.complete(), shape, parameters, saved, dstGradient, gradients);
}

}  // namespace echodc::cpu
