// Gathering of images by index, with normalisation and augmentation on the way, and of labels.
#include <stdexcept>
#include <string>

#include "augmentation.h"
#include "batch.h"
#include "call.h"
#include "normalization.h"
#include "operations.h"

namespace echodc::cpu {

namespace {

// All indices are checked before anything is written, in order, so that the same one is reported
// whatever the number of threads.
void checkIndices(const int32_t* indices, int64_t count, int limit) {
  for (int64_t i = 0; i < count; ++i) {
    if (indices[i] >= 0 && indices[i] < limit) continue;
    throw std::out_of_range("index " + std::to_string(indices[i]) + " at position " +
                            std::to_string(i) + " is not in [0, " + std::to_string(limit) + ")");
  }
}

void normalize(const NormalizationRow& row, int rows, const uint8_t* src, float* dst) {
  for (int r = 0; r < rows; ++r, src += row.elements, dst += row.elements) {
#pragma omp simd
    for (int i = 0; i < row.elements; ++i)
      dst[i] = (static_cast<float>(src[i]) / 255.0f - row.mean[i]) / row.std[i];
  }
}

void normalize(const NormalizationRow& row, int rows, const float* src, float* dst) {
  for (int r = 0; r < rows; ++r, src += row.elements, dst += row.elements) {
#pragma omp simd
    for (int i = 0; i < row.elements; ++i) dst[i] = (src[i] - row.mean[i]) / row.std[i];
  }
}

}  // namespace

void gather(Context& context, const ImageShape& shape, const PixelSource& source,
            const Normalization& normalization, const int32_t* indices, int count,
            const Augmentation& augmentation, float* dst) {
  checkIndices(indices, count, source.images);
  const NormalizationRow row(context, shape, normalization);
  const auto workspaces = localFloats(context, "image", shape.elements());
  context.parallelFor(count, [&](int64_t image, int thread) {
    const ImageAugmentation transform(shape, augmentation, image, count);
    float* result = dst + image * shape.elements();
    float* plain = transform.warps() ? workspaces[thread] : result;
    const int64_t offset = indices[image] * shape.elements();
    if (source.bytes != nullptr)
      normalize(row, shape.height, source.bytes + offset, plain);
    else
      normalize(row, shape.height, source.floats + offset, plain);
    transform.forward(plain, result);
  });
}

void gatherLabels(Context&, const int32_t* values, int valueCount, const int32_t* indices,
                  int64_t count, int32_t* dst) {
  checkIndices(indices, count, valueCount);
  for (int64_t i = 0; i < count; ++i) dst[i] = values[indices[i]];
}

ECHODC_OPERATION(gather) {
  const Images dst = call.images("dst");
  const PixelSource source = call.pixels("images");
  const Normalization normalization = call.normalization();
  const auto* indices = call.in<int32_t>("indices");
  const Augmentation augmentation = call.augmentation();
  auto* to = call.out<float>("dst");
  gather(call.complete(), dst.shape, source, normalization, indices, dst.batch, augmentation, to);
}

ECHODC_OPERATION(gatherLabels) {
  const auto* values = call.in<int32_t>("values");
  const int valueCount = call.whole("values");
  const auto* indices = call.in<int32_t>("indices");
  const int64_t count = call.longWhole("indices");
  auto* dst = call.out<int32_t>("dst");
  gatherLabels(call.complete(), values, valueCount, indices, count, dst);
}

}  // namespace echodc::cpu
