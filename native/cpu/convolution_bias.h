// The bias of a convolution, its epilogue: added to every pixel of a result while that is in the
// cache.
#pragma once

#include <cstdint>

#include "simd/elementwise.h"

namespace echodc::cpu {

struct Bias {
  const float* values = nullptr;  // one for each channel, null for none
  int channels = 0;

  void addTo(int64_t elements, float* dst) const {
    if (values)
      ECHODC_SIMD_TABLE(elementwiseTable).addToRows(elements / channels, channels, values, dst);
  }
};

}  // namespace echodc::cpu
