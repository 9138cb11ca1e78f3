#include <algorithm>

#include "batch.h"
#include "first_block_passes.h"
#include "simd/bfloat16_conversion.h"
#include "simd/first_block_statistics.h"

namespace echodc::cpu {

namespace {

FirstBlockShape directShape(const ConvBlockShape& shape) {
  const ImageShape convolution = shape.convolution();
  const int64_t rowStride = shape.src.width + 2 * shape.padding;
  return {convolution.height, convolution.width, shape.src.channels, rowStride,
          (shape.src.height + 2 * shape.padding) * rowStride};
}

// Numbers a channel, followed by zeros up to the end of the last panel.
const float* padded(const FirstBlockPlan& plan, const float* values, float* to) {
  std::copy_n(values, plan.block.outputChannels, to);
  std::fill(to + plan.block.outputChannels, to + plan.paddedOutputs(), 0.0f);
  return to;
}

// [panels][taps][kFirstBlockPanel]
const float* packed(const FirstBlockPlan& plan, const float* weight, float* to) {
  const int outputs = plan.block.outputChannels, taps = plan.direct.taps();
  float* next = to;
  for (int channel = 0; channel < plan.paddedOutputs(); channel += kFirstBlockPanel)
    for (int tap = 0; tap < taps; ++tap)
      for (int c = channel; c < channel + kFirstBlockPanel; ++c)
        *next++ =
            c < outputs ? weight[static_cast<int64_t>(plan.direct.tapRow(tap)) * outputs + c] : 0;
  return to;
}

}  // namespace

FirstBlockPlan::FirstBlockPlan(const ConvBlockShape& shape)
    : block(shape), convolution(shape.convolution()), direct(directShape(shape)) {}

template <typename Body>
void FirstBlockPlan::forImage(const Body& body) const {
  const ImageShape& image = block.src;
  int64_t from = 0;
  for (int y = 0; y < image.height; ++y) {
    const int64_t row = (y + block.padding) * direct.rowStride + block.padding;
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < image.channels; ++c) body(from++, c * direct.planeStride + row + x);
  }
}

void FirstBlockPlan::pad(const float* image, float* padded) const {
  std::fill_n(padded, direct.paddedElements(), 0.0f);
  forImage([&](int64_t from, int64_t to) { padded[to] = image[from]; });
}

void FirstBlockPlan::cutPadding(const float* padded, float* image) const {
  forImage([&](int64_t to, int64_t from) { image[to] = padded[from]; });
}

bool isFirstBlock(const ConvBlockShape& shape) {
  return shape.src.channels <= kFirstBlockMostInputs;
}

void firstBlockForward(Context& context, const ConvBlockShape& shape,
                       const ConvBlockParameters& parameters, const ConstActivations& src,
                       const Activations& dst, const ConvBlockSaved& saved) {
  const FirstBlockStatisticsTable& statistics = ECHODC_SIMD_TABLE(firstBlockStatisticsTable);
  const FirstBlockTable& direct = ECHODC_SIMD_TABLE(firstBlockTable);
  const auto widen = ECHODC_SIMD_TABLE(bfloat16ConversionTable).widen;
  const FirstBlockPlan plan(shape);
  const int outputs = shape.outputChannels, paddedOutputs = plan.paddedOutputs();
  const int64_t imageSize = shape.src.elements();

  const int64_t weightSize = static_cast<int64_t>(plan.direct.taps()) * paddedOutputs;
  float* memory = context.shared("packed f").get<float>(weightSize + 2 * paddedOutputs);
  const float* weight = packed(plan, parameters.weight, memory);
  const float* scale = padded(plan, parameters.scale, memory + weightSize);
  const float* shift = padded(plan, parameters.shift, memory + weightSize + paddedOutputs);
  const auto images = localFloats(context, "image", src.bfloats ? imageSize : 0);
  const auto paddedImages = localFloats(context, "padded", plan.direct.paddedElements());
  const auto workspaces =
      localValues<double>(context, "taps", statistics.workspaceSize(plan.direct));
  const auto norms = localFloats(context, "statistics", 2 * paddedOutputs);

  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    const float* values = src.floats + image * imageSize;
    if (src.bfloats) {
      widen(imageSize, src.bfloats + image * imageSize, images[thread]);
      values = images[thread];
    }
    float* mean = norms[thread];
    float* inverseStd = mean + paddedOutputs;
    plan.pad(values, paddedImages[thread]);
    statistics.compute(plan.direct, plan.panels(), weight, paddedImages[thread], workspaces[thread],
                       mean, inverseStd);
    if (saved) {
      std::copy_n(mean, outputs, saved.mean + image * outputs);
      std::copy_n(inverseStd, outputs, saved.inverseStd + image * outputs);
    }
    direct.forward(plan.direct, {outputs, weight, {mean, inverseStd, scale, shift}},
                   paddedImages[thread], dst.from(image * shape.dst().elements()),
                   saved.convolution.from(image * plan.convolution.elements()));
  });
}

}  // namespace echodc::cpu
