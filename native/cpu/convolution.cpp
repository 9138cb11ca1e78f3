// General convolution, image by image on oneDNN. See Device.convolutionForward and the next in
// Java.
#include "conv_primitives.h"
#include "operations.h"
#include "weight_sums.h"

namespace echodc::cpu {

void convolutionForward(Context& context, const ConvolutionShape& shape, const float* weight,
                        const float* src, float* dst) {
  ImageConvolution& convolution = ImageConvolution::get(context, shape, ConvolutionPass::forward);
  const float* packed = convolution.packWeight(context, weight);
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    convolution.run(context, thread, src + image * srcSize, packed, dst + image * dstSize);
  });
}

void convolutionBackwardInput(Context& context, const ConvolutionShape& shape, const float* weight,
                              const float* dstGradient, float* srcGradient) {
  ImageConvolution& convolution =
      ImageConvolution::get(context, shape, ConvolutionPass::backwardInput);
  const float* packed = convolution.packWeight(context, weight);
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    convolution.run(context, thread, srcGradient + image * srcSize, packed,
                    dstGradient + image * dstSize);
  });
}

void convolutionBackwardWeight(Context& context, const ConvolutionShape& shape, const float* src,
                               const float* dstGradient, float* weightGradient) {
  WeightSums sums(context, ImageConvolution::get(context, shape, ConvolutionPass::backwardWeight),
                  shape.batch);
  const ImageGroups& groups = sums.groups();
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  context.parallelFor(groups.count, [&](int64_t group, int thread) {
    for (int image = groups.begin(group); image < groups.end(group); ++image)
      sums.add(group, image, thread, src + image * srcSize, dstGradient + image * dstSize);
  });
  sums.finish(weightGradient);
}

}  // namespace echodc::cpu
