// The backward pass works on a few rows of one image, each through all steps of the block, so that
// what one step writes is in a near cache for the next.
#include <algorithm>

#include "batch.h"
#include "first_block_passes.h"
#include "simd/bfloat16_conversion.h"
#include "simd/first_block_backward.h"
#include "simd/instance_norm_backward.h"

namespace echodc::cpu {

namespace {

constexpr int kStripRows = 2;  // even, because pooling joins two rows

// [panels kFirstBlockPanel][padded taps]
const float* packTransposed(Context& context, const FirstBlockPlan& plan, const float* weight) {
  const int outputs = plan.block.outputChannels, taps = plan.direct.taps();
  const int paddedTaps = plan.direct.paddedTaps();
  const int64_t size = static_cast<int64_t>(plan.paddedOutputs()) * paddedTaps;
  float* packed = context.shared("packed i").get<float>(size);
  std::fill_n(packed, size, 0.0f);
  for (int c = 0; c < outputs; ++c)
    for (int tap = 0; tap < taps; ++tap)
      packed[static_cast<int64_t>(c) * paddedTaps + tap] =
          weight[static_cast<int64_t>(plan.direct.tapRow(tap)) * outputs + c];
  return packed;
}

}  // namespace

void firstBlockBackward(Context& context, const ConvBlockShape& shape,
                        const ConvBlockParameters& parameters, const ConstConvBlockSaved& saved,
                        const ConstActivations& dstGradient, const ConvBlockGradients& gradients) {
  const FirstBlockBackwardTable& direct = ECHODC_SIMD_TABLE(firstBlockBackwardTable);
  const InstanceNormBackwardTable& norm = ECHODC_SIMD_TABLE(instanceNormBackwardTable);
  const auto round = ECHODC_SIMD_TABLE(bfloat16ConversionTable).round;
  const FirstBlockPlan plan(shape);
  const int outputs = shape.outputChannels, paddedOutputs = plan.paddedOutputs();
  const int64_t imageSize = shape.src.elements();
  const int taps = plan.direct.taps(), width = plan.convolution.width;
  const ImageGroups groups(shape.batch);
  const int64_t weightSize = static_cast<int64_t>(taps) * paddedOutputs;
  const int64_t statisticsSize = static_cast<int64_t>(shape.batch) * outputs;
  const int64_t stripSize = static_cast<int64_t>(kStripRows) * width * paddedOutputs;
  const float* weight = packTransposed(context, plan, parameters.weight);
  float* scaleSums = context.shared("scale sums").get<float>(statisticsSize);
  float* shiftSums = context.shared("shift sums").get<float>(statisticsSize);
  float* weightSums =
      gradients.weight ? context.shared("weight sums").get<float>((groups.count + 1) * weightSize)
                       : nullptr;
  const auto images = localFloats(context, "image", gradients.srcGradient.bfloats ? imageSize : 0);
  const auto paddedImages = localFloats(context, "padded", plan.direct.paddedElements());
  const auto paddedGradients =
      localFloats(context, "padded gradient", plan.direct.paddedElements());
  const auto strips = localFloats(context, "strip", stripSize);
  const auto tapGradients =
      localFloats(context, "taps", kStripRows * width * plan.direct.paddedTaps());
  // Channels that only fill a panel up have no gradient.
  for (float* strip : strips) std::fill_n(strip, stripSize, 0.0f);

  const auto backward = [&](int64_t image, float* weightSum, int thread) {
    const int64_t statistics = image * outputs;
    const NormBackward pass = {{plan.convolution.height, width, outputs, outputs},
                               {saved.mean + statistics, saved.inverseStd + statistics,
                                parameters.scale, parameters.shift},
                               AfterNorm::reluPool,
                               saved.convolution.from(image * plan.convolution.elements()),
                               dstGradient.from(image * shape.dst().elements()),
                               outputs,
                               scaleSums + statistics,
                               shiftSums + statistics};
    float* padded = paddedImages[thread];
    float* paddedGradient = paddedGradients[thread];
    if (weightSum) plan.pad(gradients.src + image * imageSize, padded);
    if (gradients.srcGradient) std::fill_n(paddedGradient, plan.direct.paddedElements(), 0.0f);
    norm.backwardSums(pass);
    for (int y = 0; y < plan.convolution.height; y += kStripRows) {
      const int end = std::min(y + kStripRows, plan.convolution.height);
      FirstBlockShape strip = plan.direct;
      strip.height = end - y;
      norm.backwardRows(pass, y, end, strips[thread], paddedOutputs);
      if (gradients.srcGradient) {
        direct.tapGradients(strip, paddedOutputs, strips[thread], weight, tapGradients[thread]);
        direct.addTaps(strip, tapGradients[thread], paddedGradient + y * strip.rowStride);
      }
      if (weightSum)
        direct.weightGradient(strip, paddedOutputs, padded + y * strip.rowStride, strips[thread],
                              weightSum);
    }
    const Activations srcGradient = gradients.srcGradient.from(image * imageSize);
    if (srcGradient.floats) plan.cutPadding(paddedGradient, srcGradient.floats);
    if (srcGradient.bfloats) {
      plan.cutPadding(paddedGradient, images[thread]);
      round(imageSize, images[thread], srcGradient.bfloats);
    }
  };

  if (!gradients.weight) {
    context.parallelFor(shape.batch,
                        [&](int64_t image, int thread) { backward(image, nullptr, thread); });
  } else {
    context.parallelFor(groups.count, [&](int64_t group, int thread) {
      float* weightSum = weightSums + group * weightSize;
      std::fill_n(weightSum, weightSize, 0.0f);
      for (int image = groups.begin(group); image < groups.end(group); ++image)
        backward(image, weightSum, thread);
    });
    float* total = weightSums + groups.count * weightSize;
    sumRows(context, groups.count, weightSize, weightSums, total);
    for (int tap = 0; tap < taps; ++tap)
      std::copy_n(total + static_cast<int64_t>(tap) * paddedOutputs, outputs,
                  gradients.weight + static_cast<int64_t>(plan.direct.tapRow(tap)) * outputs);
  }
  if (gradients.scale) sumRows(context, shape.batch, outputs, scaleSums, gradients.scale);
  if (gradients.shift) sumRows(context, shape.batch, outputs, shiftSums, gradients.shift);
}

}  // namespace echodc::cpu
