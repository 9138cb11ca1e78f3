// CutMix: each image takes one box, the same for all, from a partner.
#include <algorithm>

#include "call.h"
#include "context.h"
#include "operations.h"
#include "shared/cut_mix_box.h"
#include "shared/permutation.h"

namespace echodc::cpu {

void cutMix(Context& context, const RandomKey& key, float probability, const ImageShape& shape,
            int batch, const float* src, const int32_t* labels, float* dst, int32_t* partners,
            float* weight) {
  const CutMixBox box = drawCutMixBox(key, probability, shape.height, shape.width);
  const Permutation partner(key, 1, batch);
  const int64_t boxRow = int64_t{box.columnEnd - box.columnBegin} * shape.channels;
  context.parallelFor(batch, [&](int64_t image, int) {
    const auto from = static_cast<int64_t>(partner(static_cast<uint32_t>(image)));
    partners[image] = labels[from];
    float* result = dst + image * shape.elements();
    std::copy_n(src + image * shape.elements(), shape.elements(), result);
    for (int row = box.rowBegin; row < box.rowEnd; ++row) {
      const int64_t offset = (int64_t{row} * shape.width + box.columnBegin) * shape.channels;
      std::copy_n(src + from * shape.elements() + offset, boxRow, result + offset);
    }
  });
  *weight = box.weight(shape.height, shape.width);
}

ECHODC_OPERATION(cutMix) {
  const RandomKey key = call.key();
  const float probability = call.number("probability");
  const Images images = call.images("src");
  const auto* src = call.in<float>("src");
  const auto* labels = call.in<int32_t>("labels");
  auto* dst = call.out<float>("dst");
  auto* partners = call.out<int32_t>("partners");
  auto* weight = call.out<float>("weight");
  cutMix(call.complete(), key, probability, images.shape, images.batch, src, labels, dst, partners,
         weight);
}

}  // namespace echodc::cpu
