// Loops over activation functions and their gradients.
#pragma once

#include <cstdint>

#include "dispatch.h"
#include "shared/activation_function.h"

namespace echodc::cpu {

struct ActivationTable {
  void (*forward)(ActivationFunction, int64_t count, const float* src, float* dst);
  void (*backward)(ActivationFunction, int64_t count, const float* src, const float* dstGradient,
                   float* srcGradient);
};

ECHODC_DECLARE_SIMD_TABLE(ActivationTable, activationTable)

}  // namespace echodc::cpu
