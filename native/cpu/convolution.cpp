// General convolution, each the way that suits its shape. See operation.Convolution in Java.
#include <algorithm>

#include "batch.h"
#include "call.h"
#include "convolution_choice.h"
#include "convolution_ways.h"
#include "operations.h"
#include "simd/elementwise.h"

namespace echodc::cpu {

namespace {

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
  const auto forward =
      wayForward(shape) == ConvolutionWay::winograd ? winogradForward : directForward;
  forward(context, shape, weight, bias, src, dst);
}

void convolutionBackwardInput(Context& context, const ConvolutionShape& shape, const float* weight,
                              const float* dstGradient, float* srcGradient) {
  switch (wayBackwardInput(shape)) {
    case ConvolutionWay::winograd:
      return winogradBackwardInput(context, shape, weight, dstGradient, srcGradient);
    case ConvolutionWay::fold:
      return foldBackwardInput(context, shape, weight, dstGradient, srcGradient);
    default:
      return directBackwardInput(context, shape, weight, dstGradient, srcGradient);
  }
}

void convolutionBackwardWeight(Context& context, const ConvolutionShape& shape, const float* src,
                               const float* dstGradient, float* weightGradient,
                               float* biasGradient) {
  if (biasGradient) sumPixels(context, shape.batch, shape.dst(), dstGradient, biasGradient);
  switch (wayBackwardWeight(shape)) {
    case ConvolutionWay::winograd:
      return winogradBackwardWeight(context, shape, src, dstGradient, weightGradient);
    case ConvolutionWay::batchedWinograd:
      return batchedWinogradBackwardWeight(context, shape, src, dstGradient, weightGradient);
    case ConvolutionWay::tapwise:
      return tapwiseBackwardWeight(context, shape, src, dstGradient, weightGradient);
    default:
      return directBackwardWeight(context, shape, src, dstGradient, weightGradient);
  }
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
