// Vectors of floats read from and written to BF16 memory, beside lanes.h's of floats.
#pragma once

#include <cstring>

#include "bfloat16.h"
#include "lanes.h"

namespace echodc::cpu::ECHODC_ISA {

typedef uint16_t HalfLanes __attribute__((vector_size(kLanes * sizeof(uint16_t))));
typedef uint32_t BitLanes __attribute__((vector_size(kLanes * sizeof(uint32_t))));

template <typename T>
inline T load(const Bfloat16* from) {
  if constexpr (lanesOf<T>() == 1) {
    const uint32_t bits = static_cast<uint32_t>(from->bits) << 16;
    float value;
    std::memcpy(&value, &bits, sizeof(value));
    return value;
  } else {
    HalfLanes halves;
    std::memcpy(&halves, from, sizeof(halves));
    return reinterpret_cast<Lanes>(__builtin_convertvector(halves, BitLanes) << 16);
  }
}

// The upper half of the bits of a float, or of a vector of them, rounded to nearest, ties to even.
// A NaN is made quiet, lest rounding turn it into an infinity.
template <typename Bits, typename IsNan>
inline Bits roundedHalf(Bits bits, IsNan isNan) {
  const Bits rounded = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  return isNan ? (bits >> 16 | 0x40) : rounded;
}

inline HalfLanes rounded(Lanes value) {
  const BitLanes bits = roundedHalf(reinterpret_cast<BitLanes>(value), value != value);
  return __builtin_convertvector(bits, HalfLanes);
}

template <typename T>
inline void store(Bfloat16* to, T value) {
  if constexpr (lanesOf<T>() == 1) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof(bits));
    to->bits = static_cast<uint16_t>(roundedHalf(bits, value != value));
  } else {
    const HalfLanes halves = rounded(value);
    std::memcpy(to, &halves, sizeof(halves));
  }
}

}  // namespace echodc::cpu::ECHODC_ISA
