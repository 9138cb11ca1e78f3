// Instance normalisation, image by image. See operation.InstanceNorm in Java.
#include "batch.h"
#include "call.h"
#include "operations.h"
#include "simd/instance_norm_backward.h"

namespace echodc::cpu {

namespace {

ImageSlice sliceOf(const ImageShape& image) {
  return {image.height, image.width, image.channels, image.channels};
}

AfterNorm afterNorm(const InstanceNorm& norm) {
  return norm.relu ? AfterNorm::relu : AfterNorm::nothing;
}

InstanceNorm readNorm(Call& call) {
  return {call.in<float>("scale"), call.in<float>("shift"), call.flag("relu")};
}

}  // namespace

void instanceNormForward(Context& context, int batch, const ImageShape& shape,
                         const InstanceNorm& norm, const float* src, float* dst, float* mean,
                         float* inverseStd) {
  const InstanceNormTable& table = ECHODC_SIMD_TABLE(instanceNormTable);
  const int channels = shape.channels;
  context.parallelFor(batch, [&](int64_t image, int) {
    const float* from = src + image * shape.elements();
    float* imageMean = mean + image * channels;
    float* imageInverseStd = inverseStd + image * channels;
    table.statistics(sliceOf(shape), from, imageMean, imageInverseStd);
    table.forward(sliceOf(shape), {imageMean, imageInverseStd, norm.scale, norm.shift},
                  afterNorm(norm), from, dst + image * shape.elements(), channels);
  });
}

void instanceNormBackward(Context& context, int batch, const ImageShape& shape,
                          const InstanceNorm& norm, const float* src, const float* mean,
                          const float* inverseStd, const float* dstGradient, float* srcGradient,
                          float* scaleGradient, float* shiftGradient) {
  const InstanceNormBackwardTable& table = ECHODC_SIMD_TABLE(instanceNormBackwardTable);
  const int channels = shape.channels;
  const int64_t statisticsSize = static_cast<int64_t>(batch) * channels;
  float* scaleSums = context.shared("scale sums").get<float>(statisticsSize);
  float* shiftSums = context.shared("shift sums").get<float>(statisticsSize);
  context.parallelFor(batch, [&](int64_t image, int) {
    const int64_t pixel = image * shape.elements(), statistics = image * channels;
    const NormBackward pass = {sliceOf(shape),
                               {mean + statistics, inverseStd + statistics, norm.scale, norm.shift},
                               afterNorm(norm),
                               src + pixel,
                               dstGradient + pixel,
                               channels,
                               scaleSums + statistics,
                               shiftSums + statistics};
    table.backwardSums(pass);
    table.backwardRows(pass, 0, shape.height, srcGradient + pixel, channels);
  });
  if (scaleGradient) sumRows(context, batch, channels, scaleSums, scaleGradient);
  if (shiftGradient) sumRows(context, batch, channels, shiftSums, shiftGradient);
}

ECHODC_OPERATION(instanceNorm) {
  const Images images = call.images("src");
  const InstanceNorm norm = readNorm(call);
  const auto* src = call.in<float>("src");
  auto* dst = call.out<float>("dst");
  auto* mean = call.out<float>("mean");
  auto* inverseStd = call.out<float>("inverseStd");
  instanceNormForward(call.complete(), images.batch, images.shape, norm, src, dst, mean,
                      inverseStd);
}

ECHODC_OPERATION(instanceNormBackward) {
  const Images images = call.images("src");
  const InstanceNorm norm = readNorm(call);
  const auto* src = call.in<float>("src");
  const auto* mean = call.in<float>("mean");
  const auto* inverseStd = call.in<float>("inverseStd");
  const auto* dstGradient = call.in<float>("dstGradient");
  auto* srcGradient = call.out<float>("srcGradient");
  auto* scaleGradient = call.outIfAny<float>("scaleGradient");
  auto* shiftGradient = call.outIfAny<float>("shiftGradient");
  instanceNormBackward(call.complete(), images.batch, images.shape, norm, src, mean, inverseStd,
                       dstGradient, srcGradient, scaleGradient, shiftGradient);
}

}  // namespace echodc::cpu
