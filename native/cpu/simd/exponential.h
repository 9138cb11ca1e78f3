// Exponentials that compilers make vectors of. In the namespace of the instruction set, so that the
// linker never takes one's code for another's.
#pragma once

#include <cstdint>

namespace echodc::cpu::ECHODC_ISA {

// exp(x) for x <= 0 to about an ulp; below the smallest normal result 0, NaN for NaN. Cephes' expf:
// x = n ln 2 + r, a polynomial in r, and n put into the exponent.
inline float expNonPositive(float x) {
  constexpr float kLowest = -87.33654f;  // ln of the smallest normal float
  constexpr float kLog2e = 1.44269504088896341f;
  constexpr float kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;
  constexpr float kRound = 12582912.0f;  // 1.5 2^23: added, it leaves n in the low bits
  constexpr uint32_t kRoundBits = 0x4B400000;

  const float clamped = x < kLowest ? kLowest : x;  // in this form NaN stays NaN
  const float shifted = clamped * kLog2e + kRound;
  const float n = shifted - kRound;
  const float r = (clamped - n * kLn2High) - n * kLn2Low;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1;
  const uint32_t exponent = (__builtin_bit_cast(uint32_t, shifted) - kRoundBits + 127) << 23;
  const float value = p * __builtin_bit_cast(float, exponent);
  return x < kLowest ? 0 : value;
}

}  // namespace echodc::cpu::ECHODC_ISA
