// The forward pass works on kFirstBlockChannels output channels of one image at a time, the
// backward pass on a few rows of one image, each through all steps of the block, so that what one
// step writes is in a near cache for the next.
#include "first_block.h"

#include <algorithm>

#include "batch.h"
#include "simd/first_block.h"
#include "simd/instance_norm_backward.h"

namespace echodc::cpu {

namespace {

constexpr int kStripRows = 2;  // even, because pooling joins two rows

struct Plan {
  explicit Plan(const ConvBlockShape& shape)
      : block(shape),
        convolution(shape.convolution()),
        direct{convolution.height, convolution.width, shape.src.channels,
               static_cast<int64_t>(shape.src.width + 2 * shape.padding) * shape.src.channels},
        panels((shape.outputChannels + kFirstBlockChannels - 1) / kFirstBlockChannels) {}

  int64_t paddedElements() const {
    return (block.src.height + 2 * block.padding) * direct.rowStride;
  }
  int64_t panelElements() const { return direct.pixels() * kFirstBlockChannels; }
  int paddedOutputs() const { return panels * kFirstBlockChannels; }
  int channels(int panel) const {
    return std::min(kFirstBlockChannels, block.outputChannels - panel * kFirstBlockChannels);
  }
  ImageSlice slice(int panel, int64_t stride) const {
    return {convolution.height, convolution.width, channels(panel), stride};
  }

  const ConvBlockShape block;
  const ImageShape convolution;
  const FirstBlockShape direct;
  const int panels;
};

NormalizationOfSlice normalizationOf(const ConvBlockParameters& parameters, const float* mean,
                                     const float* inverseStd, int channel) {
  return {mean + channel, inverseStd + channel, parameters.scale + channel,
          parameters.shift + channel};
}

// [panels][taps][32]
const float* packForward(Context& context, const Plan& plan, const float* weight) {
  const int outputs = plan.block.outputChannels, taps = plan.direct.taps();
  float* packed =
      context.shared("packed f").get<float>(static_cast<int64_t>(taps) * plan.paddedOutputs());
  for (int panel = 0; panel < plan.panels; ++panel)
    for (int tap = 0; tap < taps; ++tap)
      for (int c = 0; c < kFirstBlockChannels; ++c)
        packed[(static_cast<int64_t>(panel) * taps + tap) * kFirstBlockChannels + c] =
            c < plan.channels(panel)
                ? weight[static_cast<int64_t>(tap) * outputs + panel * kFirstBlockChannels + c]
                : 0.0f;
  return packed;
}

// [panels][32][padded taps]
const float* packBackward(Context& context, const Plan& plan, const float* weight) {
  const int outputs = plan.block.outputChannels, taps = plan.direct.taps();
  const int paddedTaps = plan.direct.paddedTaps();
  const int64_t size = static_cast<int64_t>(plan.paddedOutputs()) * paddedTaps;
  float* packed = context.shared("packed i").get<float>(size);
  std::fill_n(packed, size, 0.0f);
  for (int c = 0; c < outputs; ++c)
    for (int tap = 0; tap < taps; ++tap)
      packed[static_cast<int64_t>(c) * paddedTaps + tap] =
          weight[static_cast<int64_t>(tap) * outputs + c];
  return packed;
}

void padImage(const Plan& plan, const float* src, float* padded) {
  const ImageShape& image = plan.block.src;
  const int64_t rowStride = plan.direct.rowStride;
  const int64_t row = static_cast<int64_t>(image.width) * image.channels;
  const int padding = plan.block.padding;
  std::fill_n(padded, plan.paddedElements(), 0.0f);
  for (int y = 0; y < image.height; ++y)
    std::copy_n(src + y * row, row, padded + (y + padding) * rowStride + padding * image.channels);
}

void cutPadding(const Plan& plan, const float* padded, float* dst) {
  const ImageShape& image = plan.block.src;
  const int64_t row = static_cast<int64_t>(image.width) * image.channels;
  const int padding = plan.block.padding;
  for (int y = 0; y < image.height; ++y)
    std::copy_n(padded + (y + padding) * plan.direct.rowStride + padding * image.channels, row,
                dst + y * row);
}

}  // namespace

bool isFirstBlock(const ConvBlockShape& shape) {
  return shape.src.channels <= kFirstBlockMostInputs;
}

void firstBlockForward(Context& context, const ConvBlockShape& shape,
                       const ConvBlockParameters& parameters, const float* src, float* dst,
                       const ConvBlockSaved& saved) {
  const FirstBlockTable& direct = ECHODC_SIMD_TABLE(firstBlockTable);
  const InstanceNormTable& norm = ECHODC_SIMD_TABLE(instanceNormTable);
  const Plan plan(shape);
  const int outputs = shape.outputChannels;
  const float* weight = packForward(context, plan, parameters.weight);
  const auto paddedImages = localFloats(context, "padded", plan.paddedElements());
  const auto panels = localFloats(context, "panel", plan.panelElements());
  const auto statistics = localFloats(context, "statistics", 2 * outputs);
  const int firstKept = shape.batch - saved.images;

  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    const int64_t kept = image - firstKept;
    float* mean = kept >= 0 ? saved.mean + kept * outputs : statistics[thread];
    float* inverseStd =
        kept >= 0 ? saved.inverseStd + kept * outputs : statistics[thread] + outputs;
    float* panelValues = panels[thread];
    padImage(plan, src + image * shape.src.elements(), paddedImages[thread]);
    for (int panel = 0; panel < plan.panels; ++panel) {
      const int channel = panel * kFirstBlockChannels;
      const ImageSlice slice = plan.slice(panel, kFirstBlockChannels);
      direct.forward(plan.direct, paddedImages[thread],
                     weight + static_cast<int64_t>(channel) * plan.direct.taps(), panelValues);
      norm.statistics(slice, panelValues, mean + channel, inverseStd + channel);
      norm.forward(slice, normalizationOf(parameters, mean, inverseStd, channel),
                   AfterNorm::reluPool, panelValues, dst + image * shape.dst().elements() + channel,
                   outputs);
      if (kept >= 0)
        direct.copyPixels(plan.direct.pixels(), slice.channels, panelValues, kFirstBlockChannels,
                          saved.convolution + kept * plan.convolution.elements() + channel,
                          outputs);
    }
  });
}

void firstBlockBackward(Context& context, const ConvBlockShape& shape,
                        const ConvBlockParameters& parameters, const ConvBlockSaved& saved,
                        const float* dstGradient, const ConvBlockGradients& gradients) {
  const FirstBlockTable& direct = ECHODC_SIMD_TABLE(firstBlockTable);
  const InstanceNormBackwardTable& norm = ECHODC_SIMD_TABLE(instanceNormBackwardTable);
  const Plan plan(shape);
  const int outputs = shape.outputChannels, paddedOutputs = plan.paddedOutputs();
  const int taps = plan.direct.taps(), width = plan.convolution.width;
  const ImageGroups groups(shape.batch);
  const int64_t weightSize = static_cast<int64_t>(taps) * paddedOutputs;
  const int64_t statisticsSize = static_cast<int64_t>(shape.batch) * outputs;
  const int64_t stripSize = static_cast<int64_t>(kStripRows) * width * paddedOutputs;
  const float* weight = packBackward(context, plan, parameters.weight);
  float* scaleSums = context.shared("scale sums").get<float>(statisticsSize);
  float* shiftSums = context.shared("shift sums").get<float>(statisticsSize);
  float* weightSums =
      gradients.weight ? context.shared("weight sums").get<float>((groups.count + 1) * weightSize)
                       : nullptr;
  const auto paddedImages = localFloats(context, "padded", plan.paddedElements());
  const auto paddedGradients = localFloats(context, "padded gradient", plan.paddedElements());
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
                               saved.convolution + image * plan.convolution.elements(),
                               dstGradient + image * shape.dst().elements(),
                               outputs,
                               scaleSums + statistics,
                               shiftSums + statistics};
    float* padded = paddedImages[thread];
    float* paddedGradient = paddedGradients[thread];
    if (weightSum) padImage(plan, gradients.src + image * shape.src.elements(), padded);
    if (gradients.srcGradient) std::fill_n(paddedGradient, plan.paddedElements(), 0.0f);
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
    if (gradients.srcGradient)
      cutPadding(plan, paddedGradient, gradients.srcGradient + image * shape.src.elements());
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
    direct.copyPixels(taps, outputs, total, paddedOutputs, gradients.weight, outputs);
  }
  if (gradients.scale) sumRows(context, shape.batch, outputs, scaleSums, gradients.scale);
  if (gradients.shift) sumRows(context, shape.batch, outputs, shiftSums, gradients.shift);
}

}  // namespace echodc::cpu
