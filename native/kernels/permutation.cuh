// Keyed permutation of 0 .. size - 1, by the rules of Device.sample in Java: sampling without
// replacement that needs no memory, so that every thread finds its own element.
#pragma once

#include "philox.cuh"

class Permutation {
 public:
  __device__ inline Permutation(const RandomKey& key, unsigned group, unsigned size)
      : size_(size), halfBits_(1) {
    const PhiloxBlock first = key.block(0, group), second = key.block(1, group);
    for (int i = 0; i < 4; ++i) keys_[i] = first.word[i];
    keys_[4] = second.word[0];
    keys_[5] = second.word[1];
    while ((1ull << (2 * halfBits_)) < size) ++halfBits_;
  }

  // Cycle walking: the domain is less than four times as large as the size.
  __device__ inline unsigned operator()(unsigned position) const {
    unsigned x = position;
    do x = encrypt(x);
    while (x >= size_);
    return x;
  }

 private:
  __device__ inline unsigned encrypt(unsigned x) const {
    const unsigned mask = (1u << halfBits_) - 1;
    unsigned left = x >> halfBits_, right = x & mask;
#pragma unroll
    for (int round = 0; round < 6; ++round) {
      const unsigned mixed = left ^ (mix(right ^ keys_[round]) & mask);
      left = right;
      right = mixed;
    }
    return left << halfBits_ | right;
  }

  // MurmurHash3's 32-bit finaliser.
  static __device__ inline unsigned mix(unsigned h) {
    h ^= h >> 16;
    h *= 0x85EBCA6Bu;
    h ^= h >> 13;
    h *= 0xC2B2AE35u;
    return h ^ h >> 16;
  }

  unsigned size_;
  int halfBits_;
  unsigned keys_[6];
};
