// The box of CutMix (Yun et al., "CutMix: regularization strategy to train strong classifiers with
// localizable features", ICCV 2019), by the rules of Device.cutMix in Java.
#pragma once

#include <cstdint>

#include "philox.h"

namespace echodc {

// Half-open ranges of rows and columns; empty where nothing is mixed.
struct CutMixBox {
  int rowBegin, rowEnd, columnBegin, columnEnd;

  ECHODC_INLINE bool has(int row, int column) const {
    return row >= rowBegin && row < rowEnd && column >= columnBegin && column < columnEnd;
  }

  ECHODC_INLINE int area() const { return (rowEnd - rowBegin) * (columnEnd - columnBegin); }

  // What an image keeps of its own label.
  ECHODC_INLINE float weight(int height, int width) const {
    const float pixels = static_cast<float>(height * width);
    return roundedDifference(1, roundedQuotient(static_cast<float>(area()), pixels));
  }
};

// cut: side of the box / side of the image.
ECHODC_INLINE void drawCutMixRange(uint32_t word, float cut, int side, int* begin, int* end) {
  const int center = wholeNumber(word, side);
  const int half = static_cast<int>(roundedProduct(static_cast<float>(side), cut)) / 2;
  *begin = larger(center - half, 0);
  *end = smaller(center + half, side);
}

ECHODC_INLINE CutMixBox drawCutMixBox(const RandomKey& key, float probability, int height,
                                      int width) {
  CutMixBox box = {0, 0, 0, 0};
  const PhiloxBlock words = key.block(0, 0);
  if (!(uniform(words[0]) < probability)) return box;
  const float cut = roundedRoot(roundedDifference(1, uniform(words[1])));
  drawCutMixRange(words[2], cut, height, &box.rowBegin, &box.rowEnd);
  drawCutMixRange(words[3], cut, width, &box.columnBegin, &box.columnEnd);
  return box;
}

}  // namespace echodc
