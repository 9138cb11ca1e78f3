// General convolution, image by image on oneDNN. See Device.convolutionForward and
// convolutionBackwardInput in Java; weight_gradient.cpp has convolutionBackwardWeight.
#include "conv_primitives.h"
#include "operations.h"

namespace echodc::cpu {

void convolutionForward(Context& context, const ConvolutionShape& shape, const float* weight,
                        const float* src, float* dst) {
  ImageConvolution& convolution = ImageConvolution::get(context, shape, ConvolutionPass::forward);
  const void* packed = convolution.packWeight(context, weight);
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    convolution.run(context, thread, src + image * srcSize, packed, dst + image * dstSize);
  });
}

void convolutionBackwardInput(Context& context, const ConvolutionShape& shape, const float* weight,
                              const float* dstGradient, float* srcGradient) {
  ImageConvolution& convolution =
      ImageConvolution::get(context, shape, ConvolutionPass::backwardInput);
  const void* packed = convolution.packWeight(context, weight);
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    convolution.run(context, thread, srcGradient + image * srcSize, packed,
                    dstGradient + image * dstSize);
  });
}

}  // namespace echodc::cpu
