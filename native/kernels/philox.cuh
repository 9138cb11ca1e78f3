// Counter-based random numbers: Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as
// 1, 2, 3", SC 2011). The rules of org.echodc.device.operation.RandomKey, to the bit; therefore
// arithmetic on floats names its rounding, so that no compiler contracts it.
#pragma once

#include "device.cuh"

struct PhiloxBlock {
  unsigned word[4];
};

__device__ inline PhiloxBlock philox(PhiloxBlock counter, unsigned key0, unsigned key1) {
#pragma unroll
  for (int round = 0; round < 10; ++round) {
    const unsigned high0 = __umulhi(0xD2511F53u, counter.word[0]);
    const unsigned low0 = 0xD2511F53u * counter.word[0];
    const unsigned high1 = __umulhi(0xCD9E8D57u, counter.word[2]);
    const unsigned low1 = 0xCD9E8D57u * counter.word[2];
    counter = {{high1 ^ counter.word[1] ^ key0, low1, high0 ^ counter.word[3] ^ key1, low0}};
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return counter;
}

// One stream of random numbers. The step is read where the kernel runs, so that a replayed graph
// draws anew.
struct RandomKey {
  unsigned seedLow, seedHigh, purpose, step;

  __device__ inline RandomKey(long long seed, int streamPurpose, const int* currentStep, int period)
      : seedLow(static_cast<unsigned>(seed)),
        seedHigh(static_cast<unsigned>(static_cast<unsigned long long>(seed) >> 32)),
        purpose(static_cast<unsigned>(streamPurpose)),
        step(static_cast<unsigned>(*currentStep / period)) {}

  __device__ inline PhiloxBlock block(unsigned index, unsigned group) const {
    return philox({{index, group, step, purpose}}, seedLow, seedHigh);
  }
};

// Uniform in [0, 1): the upper 24 bits, so that every value is exact.
__device__ inline float uniform(unsigned word) {
  return static_cast<float>(word >> 8) * 5.9604644775390625e-8f;
}

// floor(uniform(word) * count), exactly: in float the product may round up to count.
__device__ inline int wholeNumber(unsigned word, int count) {
  const unsigned long long product =
      static_cast<unsigned long long>(word >> 8) * static_cast<unsigned long long>(count);
  return static_cast<int>(product >> 24);
}
