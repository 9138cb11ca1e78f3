// CutMix (Yun et al., "CutMix: regularization strategy to train strong classifiers with localizable
// features", ICCV 2019): each image takes one box, the same for all, from a partner.
#include <algorithm>
#include <cmath>

#include "call.h"
#include "context.h"
#include "operations.h"
#include "permutation.h"
#include "philox.h"

namespace echodc::cpu {

namespace {

// Half-open ranges of rows and columns; empty where nothing is mixed.
struct Box {
  int rowBegin = 0, rowEnd = 0, columnBegin = 0, columnEnd = 0;

  int64_t area() const { return int64_t{rowEnd - rowBegin} * (columnEnd - columnBegin); }
};

Box drawBox(const RandomKey& key, float probability, const ImageShape& shape) {
  const PhiloxBlock words = randomBlock(key, 0, 0);
  if (!(uniform(words[0]) < probability)) return {};
  const float cut = std::sqrt(1 - uniform(words[1]));  // side of the box / side of the image
  const auto range = [&](uint32_t word, int side, int* begin, int* end) {
    const int center = wholeNumber(word, side);
    const int half = static_cast<int>(static_cast<float>(side) * cut) / 2;
    *begin = std::max(center - half, 0);
    *end = std::min(center + half, side);
  };
  Box box;
  range(words[2], shape.height, &box.rowBegin, &box.rowEnd);
  range(words[3], shape.width, &box.columnBegin, &box.columnEnd);
  return box;
}

}  // namespace

void cutMix(Context& context, const RandomKey& key, float probability, const ImageShape& shape,
            int batch, const float* src, const int32_t* labels, float* dst, int32_t* partners,
            float* weight) {
  const Box box = drawBox(key, probability, shape);
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
  *weight = 1 - static_cast<float>(box.area()) / static_cast<float>(shape.pixels());
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
