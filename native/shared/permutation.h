// Keyed permutation of 0 .. size - 1, by the rules of Device.sample in Java: sampling without
// replacement that needs no memory. A balanced Feistel network of six rounds over the smallest
// domain 2^(2h) >= size, applied again while the result is not below the size (cycle walking; the
// domain is less than four times as large).
#pragma once

#include <cstdint>

#include "philox.h"

namespace echodc {

class Permutation {
 public:
  // The round keys are the first six words of blocks 0 and 1 of the group.
  ECHODC_INLINE Permutation(const RandomKey& key, uint32_t group, uint32_t size)
      : size_(size), halfBits_(1) {
    const PhiloxBlock first = key.block(0, group), second = key.block(1, group);
    ECHODC_UNROLL
    for (int i = 0; i < 4; ++i) keys_[i] = first[i];
    keys_[4] = second[0];
    keys_[5] = second[1];
    while ((uint64_t{1} << (2 * halfBits_)) < size) ++halfBits_;
  }

  ECHODC_INLINE uint32_t operator()(uint32_t position) const {
    uint32_t x = position;
    do x = encrypt(x);
    while (x >= size_);
    return x;
  }

 private:
  ECHODC_INLINE uint32_t encrypt(uint32_t x) const {
    const uint32_t mask = (uint32_t{1} << halfBits_) - 1;
    uint32_t left = x >> halfBits_, right = x & mask;
    ECHODC_UNROLL
    for (int round = 0; round < 6; ++round) {
      const uint32_t mixed = left ^ (mix(right ^ keys_[round]) & mask);
      left = right;
      right = mixed;
    }
    return left << halfBits_ | right;
  }

  // MurmurHash3's 32-bit finaliser.
  static ECHODC_INLINE uint32_t mix(uint32_t h) {
    h ^= h >> 16;
    h *= 0x85EBCA6B;
    h ^= h >> 13;
    h *= 0xC2B2AE35;
    return h ^ h >> 16;
  }

  uint32_t size_;
  int halfBits_;
  uint32_t keys_[6];
};

}  // namespace echodc
