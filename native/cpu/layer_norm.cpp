// Normalisation of whole images. See operation.LayerNorm in Java.
#include <algorithm>

#include "batch.h"
#include "norm.h"
#include "operations.h"
#include "simd/element_norm.h"

namespace echodc::cpu {

ECHODC_OPERATION(layerNorm) {
  const Images images = call.images("src");
  const NormArguments a(call);
  Context& context = call.complete();
  const auto normalize = ECHODC_SIMD_TABLE(elementNormTable).normalize;
  const GroupedImage image = {{images.shape.pixels(), images.shape.channels}, 1};
  const int64_t elements = images.shape.elements();
  const auto scratch = localFloats(context, "layer norm", 2 * images.shape.channels);
  context.parallelFor(images.batch, [&](int64_t i, int thread) {
    const float* src = a.src + i * elements;
    groupMoments(image, src, scratch[thread], {a.moments.mean + i, a.moments.inverseStd + i});
    normalize(elements, {a.moments.mean[i], a.moments.inverseStd[i]}, a.scale, a.shift, src,
              a.dst + i * elements);
  });
}

ECHODC_OPERATION(layerNormBackward) {
  const Images images = call.images("src");
  const NormBackwardArguments a(call);
  Context& context = call.complete();
  const ElementNormTable& table = ECHODC_SIMD_TABLE(elementNormTable);
  const int64_t elements = images.shape.elements();
  const auto momentsOf = [&](int64_t i) {
    return RowMoments{a.moments.mean[i], a.moments.inverseStd[i]};
  };
  if (a.srcGradient)
    context.parallelFor(images.batch, [&](int64_t i, int) {
      const float* src = a.src + i * elements;
      const float* dstGradient = a.dstGradient + i * elements;
      const RowMoments own = momentsOf(i);
      const RowSums sums = table.gradientSums(elements, own.mean, a.scale, src, dstGradient);
      const auto constant = static_cast<float>(sums.gradient / elements);
      const auto meanProduct = static_cast<float>(sums.product / elements);
      table.gradient(elements, own, constant, meanProduct * own.inverseStd * own.inverseStd,
                     a.scale, src, dstGradient, a.srcGradient + i * elements);
    });
  if (!a.scaleGradient) return;
  context.parallelForPieces(elements, [&](int64_t begin, int64_t count) {
    std::fill_n(a.scaleGradient + begin, count, 0.0f);
    std::fill_n(a.shiftGradient + begin, count, 0.0f);
    for (int64_t i = 0; i < images.batch; ++i)
      table.accumulate(count, momentsOf(i), a.src + i * elements + begin,
                       a.dstGradient + i * elements + begin, a.scaleGradient + begin,
                       a.shiftGradient + begin);
  });
}

}  // namespace echodc::cpu
