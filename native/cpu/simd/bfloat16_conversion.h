// Rows of floats to BF16.
#pragma once

#include "bfloat16.h"
#include "dispatch.h"

namespace echodc::cpu {

struct Bfloat16ConversionTable {
  // To the nearest, ties to even.
  void (*round)(int64_t count, const float* src, Bfloat16* dst);
  void (*widen)(int64_t count, const Bfloat16* src, float* dst);
};

ECHODC_DECLARE_SIMD_TABLE(Bfloat16ConversionTable, bfloat16ConversionTable)

}  // namespace echodc::cpu
