// Counter-based random numbers: Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as
// 1, 2, 3", SC 2011), four words that are a pure function of key and counter. The rules of
// org.echodc.operation.RandomKey.
#pragma once

#include <cstdint>

#include "portable.h"

namespace echodc {

struct PhiloxBlock {
  uint32_t word[4];

  ECHODC_INLINE uint32_t operator[](int index) const { return word[index]; }
};

ECHODC_INLINE PhiloxBlock philox(PhiloxBlock counter, uint32_t key0, uint32_t key1) {
  ECHODC_UNROLL
  for (int round = 0; round < 10; ++round) {
    const uint32_t high0 = upperProduct(0xD2511F53, counter[0]), low0 = 0xD2511F53 * counter[0];
    const uint32_t high1 = upperProduct(0xCD9E8D57, counter[2]), low1 = 0xCD9E8D57 * counter[2];
    counter = {{high1 ^ counter[1] ^ key0, low1, high0 ^ counter[3] ^ key1, low0}};
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  return counter;
}

// One stream of random numbers.
struct RandomKey {
  uint64_t seed;
  uint32_t purpose;  // ordinal of RandomPurpose in Java
  uint32_t step;     // already divided by the period

  // Four words of a group.
  ECHODC_INLINE PhiloxBlock block(uint32_t index, uint32_t group) const {
    return philox({{index, group, step, purpose}}, static_cast<uint32_t>(seed),
                  static_cast<uint32_t>(seed >> 32));
  }
};

// The stream at the current step, from the numbers that Java passes.
ECHODC_INLINE RandomKey keyAtStep(int64_t seed, int purpose, int step, int period) {
  return {static_cast<uint64_t>(seed), static_cast<uint32_t>(purpose),
          static_cast<uint32_t>(step) / static_cast<uint32_t>(period)};
}

// Uniform in [0, 1): the upper 24 bits, so that every value is exact.
ECHODC_INLINE float uniform(uint32_t word) { return static_cast<float>(word >> 8) * 0x1p-24f; }

// Uniform in [low, high).
ECHODC_INLINE float uniformBetween(uint32_t word, float low, float high) {
  return roundedSum(low, roundedProduct(roundedDifference(high, low), uniform(word)));
}

// floor(uniform(word) * count), exactly: in float the product may round up to count.
ECHODC_INLINE int wholeNumber(uint32_t word, int count) {
  return static_cast<int>((uint64_t{word >> 8} * static_cast<uint64_t>(count)) >> 24);
}

}  // namespace echodc
