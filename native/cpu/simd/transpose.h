// A square of as many vectors as they have lanes, transposed in registers.
#pragma once

#include <cstdint>

#include "lanes.h"

namespace echodc::cpu::ECHODC_ISA {

typedef int32_t LaneNumbers __attribute__((vector_size(kLanes * sizeof(int32_t))));

// Swaps the upper right and the lower left quarter of every square of 2 kHalf rows, then those
// within the quarters.
template <int kHalf = kLanes / 2>
inline void transpose(Lanes (&rows)[kLanes]) {
  LaneNumbers ofUpper = {}, ofLower = {};
  for (int lane = 0; lane < kLanes; ++lane) {
    const bool right = (lane & kHalf) != 0;
    ofUpper[lane] = right ? kLanes + lane - kHalf : lane;
    ofLower[lane] = right ? kLanes + lane : lane + kHalf;
  }
  for (int row = 0; row < kLanes; ++row) {
    if (row & kHalf) continue;
    const Lanes upper = rows[row], lower = rows[row + kHalf];
    rows[row] = __builtin_shuffle(upper, lower, ofUpper);
    rows[row + kHalf] = __builtin_shuffle(upper, lower, ofLower);
  }
  if constexpr (kHalf > 1) transpose<kHalf / 2>(rows);
}

}  // namespace echodc::cpu::ECHODC_ISA
