// General convolution, image by image: 3x3 taps of stride 1 by Winograd's products, others on
// oneDNN. See operation.Convolution in Java.
#include <algorithm>

#include "batch.h"
#include "call.h"
#include "conv_primitives.h"
#include "operations.h"
#include "simd/elementwise.h"
#include "winograd.h"

namespace echodc::cpu {

namespace {

// What is added to every pixel of a result while it is in the cache; null for nothing.
struct Bias {
  const float* values = nullptr;
  int channels = 0;

  void addTo(int64_t elements, float* dst) const {
    if (values)
      ECHODC_SIMD_TABLE(elementwiseTable).addToRows(elements / channels, channels, values, dst);
  }
};

// The sums over the pixels of each image, then those over the images.
void sumPixels(Context& context, int batch, const ImageShape& shape, const float* src, float* dst) {
  const auto accumulateRows = ECHODC_SIMD_TABLE(elementwiseTable).accumulateRows;
  float* sums = context.shared("sums of images").get<float>(int64_t{batch} * shape.channels);
  context.parallelFor(batch, [&](int64_t image, int) {
    float* sum = sums + image * shape.channels;
    std::fill_n(sum, shape.channels, 0.0f);
    accumulateRows(shape.pixels(), shape.channels, src + image * shape.elements(), sum);
  });
  sumRows(context, batch, shape.channels, sums, dst);
}

void convolveWinograd(Context& context, const ConvolutionShape& shape,
                      WinogradConvolution::Pass pass, const float* weight, const float* src,
                      int64_t srcSize, float* dst, int64_t dstSize, const Bias& bias = {}) {
  const WinogradConvolution convolution(context, shape, pass, WinogradConvolution::Storage::float32,
                                        weight);
  forImages(context, shape.batch, convolution.imagesAtOnce(),
            [&](int first, int count, int thread) {
              convolution.run(thread, count, src + first * srcSize, dst + first * dstSize);
              bias.addTo(count * dstSize, dst + first * dstSize);
            });
}

void winogradBackwardWeight(Context& context, const ConvolutionShape& shape, const float* src,
                            const float* dstGradient, float* weightGradient) {
  const WinogradWeightGradient gradient(context, shape);
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  gradient.sum(
      [&](int first, int images, int thread) {
        for (int i = 0; i < images; ++i)
          gradient.transform(thread, i, images, src + (first + i) * srcSize,
                             dstGradient + (first + i) * dstSize);
      },
      weightGradient);
}

ConvolutionShape readConvolutionShape(Call& call, const char* srcName) {
  const Images src = call.images(srcName);
  return {src.batch,
          src.shape,
          call.whole("outputs"),
          call.whole("kernel"),
          call.whole("stride"),
          call.whole("padding")};
}

}  // namespace

void convolutionForward(Context& context, const ConvolutionShape& shape, const float* weight,
                        const float* bias, const float* src, float* dst) {
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  const Bias added = {bias, shape.outputChannels};
  if (isWinograd(shape))
    return convolveWinograd(context, shape, WinogradConvolution::Pass::forward, weight, src,
                            srcSize, dst, dstSize, added);
  ImageConvolution& convolution = ImageConvolution::get(context, shape, ConvolutionPass::forward);
  const void* packed = convolution.packWeight(context, weight);
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    convolution.run(context, thread, src + image * srcSize, packed, dst + image * dstSize);
    added.addTo(dstSize, dst + image * dstSize);
  });
}

void convolutionBackwardInput(Context& context, const ConvolutionShape& shape, const float* weight,
                              const float* dstGradient, float* srcGradient) {
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  if (isWinograd(shape))
    return convolveWinograd(context, shape, WinogradConvolution::Pass::backwardInput, weight,
                            dstGradient, dstSize, srcGradient, srcSize);
  ImageConvolution& convolution =
      ImageConvolution::get(context, shape, ConvolutionPass::backwardInput);
  const void* packed = convolution.packWeight(context, weight);
  context.parallelFor(shape.batch, [&](int64_t image, int thread) {
    convolution.run(context, thread, srcGradient + image * srcSize, packed,
                    dstGradient + image * dstSize);
  });
}

void convolutionBackwardWeight(Context& context, const ConvolutionShape& shape, const float* src,
                               const float* dstGradient, float* weightGradient,
                               float* biasGradient) {
  if (biasGradient) sumPixels(context, shape.batch, shape.dst(), dstGradient, biasGradient);
  if (isWinograd(shape))
    return winogradBackwardWeight(context, shape, src, dstGradient, weightGradient);
  const auto accumulate = ECHODC_SIMD_TABLE(elementwiseTable).accumulate;
  ImageConvolution& convolution =
      ImageConvolution::get(context, shape, ConvolutionPass::backwardWeight);
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  const int64_t size = convolution.packedWeightElements();
  const ImageGroups groups(shape.batch);
  const auto gradients = localFloats(context, "weight gradient", size);
  float* sums = context.shared("weight gradients").get<float>((groups.count + 1) * size);
  context.parallelFor(groups.count, [&](int64_t group, int thread) {
    float* sum = sums + group * size;
    std::fill_n(sum, size, 0.0f);
    for (int image = groups.begin(group); image < groups.end(group); ++image) {
      convolution.run(context, thread, src + image * srcSize, gradients[thread],
                      dstGradient + image * dstSize);
      accumulate(size, gradients[thread], sum);
    }
  });
  float* total = sums + groups.count * size;
  sumRows(context, groups.count, size, sums, total);
  convolution.unpackWeight(context, total, weightGradient);
}

ECHODC_OPERATION(convolution) {
  const ConvolutionShape shape = readConvolutionShape(call, "src");
  const auto* weight = call.in<float>("weight");
  const auto* bias = call.inIfAny<float>("bias");
  const auto* src = call.in<float>("src");
  auto* dst = call.out<float>("dst");
  convolutionForward(call.complete(), shape, weight, bias, src, dst);
}

ECHODC_OPERATION(convolutionBackwardInput) {
  const ConvolutionShape shape = readConvolutionShape(call, "srcGradient");
  const auto* weight = call.in<float>("weight");
  const auto* dstGradient = call.in<float>("dstGradient");
  auto* srcGradient = call.out<float>("srcGradient");
  convolutionBackwardInput(call.complete(), shape, weight, dstGradient, srcGradient);
}

ECHODC_OPERATION(convolutionBackwardWeight) {
  const ConvolutionShape shape = readConvolutionShape(call, "src");
  const auto* src = call.in<float>("src");
  const auto* dstGradient = call.in<float>("dstGradient");
  auto* weightGradient = call.out<float>("weightGradient");
  auto* biasGradient = call.outIfAny<float>("biasGradient");
  convolutionBackwardWeight(call.complete(), shape, src, dstGradient, weightGradient, biasGradient);
}

}  // namespace echodc::cpu
