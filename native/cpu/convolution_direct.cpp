// Convolution on oneDNN: an image at a time where results are images, a few where they are sums.
#include <algorithm>

#include "batch.h"
#include "conv_primitives.h"
#include "convolution_bias.h"
#include "convolution_ways.h"
#include "simd/elementwise.h"

namespace echodc::cpu {

namespace {

// Images whose weight gradients oneDNN sums up in one run. Fewer cost its sums' way to memory and
// back, more would be added one after the other, which is the less exact the more they are.
constexpr int kImagesOfSum = 16;

ConvolutionShape withBatch(ConvolutionShape shape, int batch) {
  shape.batch = batch;
  return shape;
}

}  // namespace

void directForward(Context& context, const ConvolutionShape& shape, const float* weight,
                   const float* bias, const float* src, float* dst) {
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  const Bias added = {bias, shape.outputChannels};
  DirectConvolution& convolution =
      DirectConvolution::get(context, withBatch(shape, 1), ConvolutionPass::forward);
  const void* packed = convolution.packWeight(context, weight);
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    convolution.run(context, thread, src + image * srcSize, packed, dst + image * dstSize);
    added.addTo(dstSize, dst + image * dstSize);
  });
}

void directBackwardInput(Context& context, const ConvolutionShape& shape, const float* weight,
                         const float* dstGradient, float* srcGradient) {
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  DirectConvolution& convolution =
      DirectConvolution::get(context, withBatch(shape, 1), ConvolutionPass::backwardInput);
  const void* packed = convolution.packWeight(context, weight);
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    convolution.run(context, thread, srcGradient + image * srcSize, packed,
                    dstGradient + image * dstSize);
  });
}

void directBackwardWeight(Context& context, const ConvolutionShape& shape, const float* src,
                          const float* dstGradient, float* weightGradient) {
  const auto accumulate = ECHODC_SIMD_TABLE(elementwiseTable).accumulate;
  const ImageGroups groups(shape.batch);
  const int atOnce = std::min(groups.size, kImagesOfSum);
  const auto get = [&](int images) -> DirectConvolution& {
    return DirectConvolution::get(context, withBatch(shape, images),
                                  ConvolutionPass::backwardWeight);
  };
  DirectConvolution &ofMany = get(atOnce), &ofOne = get(1);
  const int64_t size = ofMany.packedWeightElements();
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  const auto gradients = localFloats(context, "weight gradient", size);
  float* sums = context.shared("weight gradients").get<float>((groups.count + 1) * size);
  context.parallelFor(groups.count, [&](int64_t group, int thread) {
    const int end = groups.end(group);
    for (int image = groups.begin(group), count; image < end; image += count) {
      count = image + atOnce <= end ? atOnce : 1;
      const bool first = image == groups.begin(group);
      float* to = first ? sums + group * size : gradients[thread];
      (count == atOnce ? ofMany : ofOne)
          .run(context, thread, src + image * srcSize, to, dstGradient + image * dstSize);
      if (!first) accumulate(size, to, sums + group * size);
    }
  });
  float* total = sums + groups.count * size;
  sumRows(context, groups.count, size, sums, total);
  ofMany.unpackWeight(context, total, weightGradient);
}

}  // namespace echodc::cpu
