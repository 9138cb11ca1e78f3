// Normalisation (x - mean) / std of rows of pixels.
#pragma once

#include <cstdint>

#include "context.h"
#include "operations.h"

namespace echodc::cpu {

// Mean and standard deviation of every element of one image row, so that loops over a row need no
// channel index and vectorise. Valid until the next object is made in the same context.
struct NormalizationRow {
  NormalizationRow(Context& context, const ImageShape& shape, const Normalization& normalization)
      : elements(shape.width * shape.channels) {
    float* values = context.shared("normalization").get<float>(2 * size_t(elements));
    for (int i = 0; i < elements; ++i) {
      values[i] = normalization.mean[i % shape.channels];
      values[elements + i] = normalization.std[i % shape.channels];
    }
    mean = values;
    std = values + elements;
  }

  int elements;
  const float* mean;
  const float* std;
};

}  // namespace echodc::cpu
