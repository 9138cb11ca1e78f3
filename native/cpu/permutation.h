// Keyed permutation of 0 .. size - 1: sampling without replacement that needs no memory. A balanced
// Feistel network of six rounds over the smallest domain 2^(2h) >= size, applied again while the
// result is not below the size (cycle walking; less than four times on average).
#pragma once

#include <array>
#include <cstdint>

#include "philox.h"

namespace echodc::cpu {

class Permutation {
 public:
  // The round keys are the first six words of blocks 0 and 1 of the group.
  Permutation(const RandomKey& key, uint32_t group, uint32_t size) : size_(size) {
    const PhiloxBlock first = randomBlock(key, 0, group), second = randomBlock(key, 1, group);
    keys_ = {first[0], first[1], first[2], first[3], second[0], second[1]};
    while ((uint64_t{1} << (2 * halfBits_)) < size) ++halfBits_;
  }

  uint32_t operator()(uint32_t position) const {
    uint32_t x = position;
    do x = encrypt(x);
    while (x >= size_);
    return x;
  }

 private:
  uint32_t encrypt(uint32_t x) const {
    const uint32_t mask = (uint32_t{1} << halfBits_) - 1;
    uint32_t left = x >> halfBits_, right = x & mask;
    for (const uint32_t key : keys_) {
      const uint32_t mixed = left ^ (mix(right ^ key) & mask);
      left = right;
      right = mixed;
    }
    return left << halfBits_ | right;
  }

  // MurmurHash3's 32-bit finaliser.
  static uint32_t mix(uint32_t h) {
    h ^= h >> 16;
    h *= 0x85EBCA6B;
    h ^= h >> 13;
    h *= 0xC2B2AE35;
    return h ^ h >> 16;
  }

  uint32_t size_;
  int halfBits_ = 1;
  std::array<uint32_t, 6> keys_;
};

}  // namespace echodc::cpu
