// Affine and ReLU of normalised values, for vectors and single floats. Forward and backward pass
// share them, so that both see the same sign of every value.
#pragma once

namespace echodc::cpu::ECHODC_ISA {

// Comparisons are written so that NaN is passed on.
template <typename T>
inline T relu(T x) {
  const T zero = {};
  return x < zero ? zero : x;
}

template <typename T>
inline T whereActive(T activation, T gradient) {
  const T zero = {};
  return activation <= zero ? zero : gradient;
}

template <typename T>
inline T normalized(T centred, T factor, T shift) {
  return centred * factor + shift;
}

}  // namespace echodc::cpu::ECHODC_ISA
