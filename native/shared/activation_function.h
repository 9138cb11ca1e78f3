// Activation functions and their slopes:
//
//   function     f(x)                            f'(x), with s = sigmoid(x)
//   leaky ReLU   x, or 0.01 x below 0            1, or 0.01 below 0
//   sigmoid      1 / (1 + exp(-x))               s (1 - s)
//   swish        x s                             s (1 + x (1 - s))
//
// Exponentials are of numbers up to 0, so that none overflows, and 1 - s is not a difference, so
// that none of its digits are lost. Exp is exp(x) for x <= 0 in the form that suits the device.
// NaN stays NaN.
//
// To add one: an enumerator here and, at the same place, in Activation.Function in Java; a struct
// like those below; its line in visitActivationFunction.
#pragma once

#include "portable.h"

namespace echodc {

// Ordinals of Activation.Function in Java, which are arguments of calls and launches.
enum class ActivationFunction { leakyRelu, sigmoid, swish };

// s and 1 - s.
struct Logistic {
  float value, complement;

  template <typename Exp>
  static ECHODC_INLINE Logistic of(float x, const Exp& exp) {
    const float e = exp(x < 0 ? x : -x), larger = 1 / (1 + e), smaller = e * larger;
    return {x < 0 ? smaller : larger, x < 0 ? larger : smaller};
  }
};

struct LeakyRelu {
  static constexpr float kSlope = 0.01f;

  template <typename Exp>
  static ECHODC_INLINE float value(float x, const Exp&) {
    return x < 0 ? kSlope * x : x;
  }

  template <typename Exp>
  static ECHODC_INLINE float slope(float x, const Exp&) {
    return x < 0 ? kSlope : 1.0f;
  }
};

struct Sigmoid {
  template <typename Exp>
  static ECHODC_INLINE float value(float x, const Exp& exp) {
    return Logistic::of(x, exp).value;
  }

  template <typename Exp>
  static ECHODC_INLINE float slope(float x, const Exp& exp) {
    const Logistic s = Logistic::of(x, exp);
    return s.value * s.complement;
  }
};

struct Swish {
  template <typename Exp>
  static ECHODC_INLINE float value(float x, const Exp& exp) {
    return x * Logistic::of(x, exp).value;
  }

  template <typename Exp>
  static ECHODC_INLINE float slope(float x, const Exp& exp) {
    const Logistic s = Logistic::of(x, exp);
    return s.value * (1 + x * s.complement);
  }
};

// visit(function) with the struct of a function; a number that is none is rejected.
template <typename Visit>
ECHODC_INLINE auto visitActivationFunction(ActivationFunction function, const Visit& visit) {
  switch (function) {
    case ActivationFunction::leakyRelu:
      return visit(LeakyRelu());
    case ActivationFunction::sigmoid:
      return visit(Sigmoid());
    case ActivationFunction::swish:
      return visit(Swish());
  }
  reject("there is no such ActivationFunction (activation_function.h)");
}

}  // namespace echodc
