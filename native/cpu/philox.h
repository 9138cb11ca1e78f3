// Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): four
// words that are a pure function of key and counter.
#pragma once

#include <array>
#include <cstdint>

#include "operations.h"

namespace echodc::cpu {

using PhiloxBlock = std::array<uint32_t, 4>;

inline PhiloxBlock philox(PhiloxBlock counter, uint32_t key0, uint32_t key1) {
  for (int round = 0; round < 10; ++round) {
    const uint64_t product0 = uint64_t{0xD2511F53} * counter[0];
    const uint64_t product1 = uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<uint32_t>(product1 >> 32) ^ counter[1] ^ key0, static_cast<uint32_t>(product1),
        static_cast<uint32_t>(product0 >> 32) ^ counter[3] ^ key1, static_cast<uint32_t>(product0)};
    key0 += 0x9E3779B9;
    key1 += 0xBB67AE85;
  }
  return counter;
}

// The words of one block of a stream's group.
inline PhiloxBlock randomBlock(const RandomKey& key, uint32_t block, uint32_t group) {
  return philox({block, group, key.step, key.purpose}, static_cast<uint32_t>(key.seed),
                static_cast<uint32_t>(key.seed >> 32));
}

// Uniform in [0, 1): the upper 24 bits, so that every value is exact.
inline float uniform(uint32_t word) { return static_cast<float>(word >> 8) * 0x1p-24f; }

// floor(uniform(word) * count), exactly: in float the product may round up to count.
inline int wholeNumber(uint32_t word, int count) {
  return static_cast<int>((uint64_t{word >> 8} * static_cast<uint64_t>(count)) >> 24);
}

}  // namespace echodc::cpu
