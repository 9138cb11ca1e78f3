// 2x2 average pooling of stride 2. See operation.AveragePool in Java.
#include <algorithm>

#include "call.h"
#include "context.h"
#include "operations.h"
#include "simd/elementwise.h"

namespace echodc::cpu {

void averagePoolForward(Context& context, int batch, const ImageShape& shape, const float* src,
                        float* dst) {
  const auto poolRow = ECHODC_SIMD_TABLE(elementwiseTable).poolRow;
  const int height = shape.height / 2, width = shape.width / 2, channels = shape.channels;
  const int64_t srcRow = static_cast<int64_t>(shape.width) * channels;
  const int64_t dstRow = static_cast<int64_t>(width) * channels;
  context.parallelFor(batch, [&](int64_t image, int) {
    for (int y = 0; y < height; ++y)
      poolRow(width, channels, srcRow, src + image * shape.elements() + 2 * y * srcRow,
              dst + (image * height + y) * dstRow);
  });
}

void averagePoolBackward(Context& context, int batch, const ImageShape& shape,
                         const float* dstGradient, float* srcGradient) {
  const auto poolRowBackward = ECHODC_SIMD_TABLE(elementwiseTable).poolRowBackward;
  const int height = shape.height / 2, width = shape.width / 2, channels = shape.channels;
  const int64_t srcRow = static_cast<int64_t>(shape.width) * channels;
  const int64_t dstRow = static_cast<int64_t>(width) * channels;
  context.parallelFor(batch, [&](int64_t image, int) {
    float* to = srcGradient + image * shape.elements();
    if (shape.height % 2 != 0 || shape.width % 2 != 0) std::fill_n(to, shape.elements(), 0.0f);
    for (int y = 0; y < height; ++y)
      poolRowBackward(width, channels, srcRow, dstGradient + (image * height + y) * dstRow,
                      to + 2 * y * srcRow);
  });
}

ECHODC_OPERATION(averagePool) {
  const Images src = call.images("src");
  const auto* from = call.in<float>("src");
  auto* to = call.out<float>("dst");
  averagePoolForward(call.complete(), src.batch, src.shape, from, to);
}

ECHODC_OPERATION(averagePoolBackward) {
  const Images src = call.images("srcGradient");
  const auto* from = call.in<float>("dstGradient");
  auto* to = call.out<float>("srcGradient");
  averagePoolBackward(call.complete(), src.batch, src.shape, from, to);
}

}  // namespace echodc::cpu
