// Instance normalisation, image by image. See Device.instanceNormForward and Backward in Java.
#include "batch.h"
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
  sumRows(context, batch, channels, scaleSums, scaleGradient);
  sumRows(context, batch, channels, shiftSums, shiftGradient);
}

}  // namespace echodc::cpu
