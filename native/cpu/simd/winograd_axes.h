// Winograd's transforms along one axis, for tiles of kTile outputs of kTaps taps: all follow from
// the kTile + kTaps - 1 points.
//
// With M(x) = x (x^2 - p_1^2) (x^2 - p_2^2) ..., the row of B^T of a finite point is that of the
// coefficients of M(x) / (x - point), and the row of infinity that of M. They are even or odd but
// for a factor x +- p, so the points of a pair share their even and their odd part.
#pragma once

#include "lanes.h"
#include "winograd.h"

namespace echodc::cpu::ECHODC_ISA {

template <int kPoints>
struct WinogradCoefficients {
  static constexpr int kPairs = kPoints / 2 - 1;

  // Of each pair: p to the power of k, and the coefficients of the product of the other pairs'
  // (x^2 - p^2) in powers of x^2. The highest of them is 1.
  float power[kPairs][kPoints] = {}, others[kPairs][kPairs] = {};

  // Lagrange's: one over the product of the differences from a point to the other finite ones.
  float ofZero = 0, ofPair[kPairs] = {};

  constexpr explicit WinogradCoefficients(const double (&pairs)[kPairs]) {
    double ofAll = 1;
    for (int i = 0; i < kPairs; ++i) {
      const double square = pairs[i] * pairs[i];
      double toPower = 1, product[kPairs] = {1}, denominator = 2 * square;
      for (int k = 0; k < kPoints; ++k, toPower *= pairs[i])
        power[i][k] = static_cast<float>(toPower);
      for (int j = 0; j < kPairs; ++j) {
        if (j == i) continue;
        const double other = pairs[j] * pairs[j];
        for (int k = kPairs - 1; k >= 0; --k)
          product[k] = (k > 0 ? product[k - 1] : 0) - other * product[k];
        denominator *= square - other;
      }
      for (int k = 0; k < kPairs; ++k) others[i][k] = static_cast<float>(product[k]);
      ofPair[i] = static_cast<float>(1 / denominator);
      ofAll *= -square;
    }
    ofZero = static_cast<float>(1 / ofAll);
  }
};

template <int kPoints>
struct WinogradAxis;

template <>
struct WinogradAxis<6> {
  static constexpr WinogradCoefficients<6> kOf{{3 / 4.0, 3 / 2.0}};
};

template <>
struct WinogradAxis<8> {
  static constexpr WinogradCoefficients<8> kOf{{1 / 2.0, 1.0, 2.0}};
};

template <>
struct WinogradAxis<10> {
  static constexpr WinogradCoefficients<10> kOf{{7 / 16.0, 13 / 16.0, 19 / 16.0, 17 / 8.0}};
};

// B^T: inputs to points.
template <int kTile, int kTaps>
struct SrcAxis {
  static constexpr int kFrom = kTile + kTaps - 1, kTo = kFrom, kPairs = kFrom / 2 - 1;
  static constexpr auto& kOf = WinogradAxis<kFrom>::kOf;

  static void run(const Lanes (&d)[kFrom], Lanes (&to)[kTo]) {
    const float square = kOf.power[0][2];
    to[0] = product(0, d + 2) - square * product(0, d);
#pragma GCC unroll 4
    for (int i = 0; i < kPairs; ++i) {
      const Lanes even = product(i, d + 2), odd = product(i, d + 1);
      to[2 * i + 1] = even + kOf.power[i][1] * odd;
      to[2 * i + 2] = even - kOf.power[i][1] * odd;
    }
    to[kTo - 1] = product(0, d + 3) - square * product(0, d + 1);
  }

  // The product of the other pairs' (x^2 - p^2), with every second input from `d` on in place of
  // the powers of x^2.
  static Lanes product(int pair, const Lanes* d) {
    Lanes sum = d[2 * kPairs - 2];
#pragma GCC unroll 4
    for (int k = 0; k < kPairs - 1; ++k) sum += kOf.others[pair][k] * d[2 * k];
    return sum;
  }
};

// A^T: points to outputs.
template <int kTile, int kTaps>
struct ProductAxis {
  static constexpr int kFrom = kTile + kTaps - 1, kTo = kTile, kPairs = kFrom / 2 - 1;
  static constexpr auto& kOf = WinogradAxis<kFrom>::kOf;

  static void run(const Lanes (&m)[kFrom], Lanes (&to)[kTo]) {
    Lanes even[kPairs], odd[kPairs];
#pragma GCC unroll 4
    for (int i = 0; i < kPairs; ++i) {
      even[i] = m[2 * i + 1] + m[2 * i + 2];
      odd[i] = m[2 * i + 1] - m[2 * i + 2];
    }
#pragma GCC unroll 8
    for (int k = 0; k < kTile; ++k) {
      const Lanes* part = k % 2 == 0 ? even : odd;
      Lanes sum = k == 0 ? m[0] + part[0] : kOf.power[0][k] * part[0];
#pragma GCC unroll 4
      for (int i = 1; i < kPairs; ++i) sum += kOf.power[i][k] * part[i];
      to[k] = k == kTile - 1 ? sum + m[kFrom - 1] : sum;
    }
  }
};

// A: gradients of outputs to points.
template <int kTile, int kTaps>
struct GradientAxis {
  static constexpr int kFrom = kTile, kTo = kTile + kTaps - 1, kPairs = kTo / 2 - 1;
  static constexpr auto& kOf = WinogradAxis<kTo>::kOf;

  static void run(const Lanes (&y)[kFrom], Lanes (&to)[kTo]) {
    to[0] = y[0];
#pragma GCC unroll 4
    for (int i = 0; i < kPairs; ++i) {
      Lanes even = y[0], odd = y[1];
#pragma GCC unroll 4
      for (int k = 2; k < kTile; k += 2) {
        even += kOf.power[i][k] * y[k];
        odd += kOf.power[i][k] * y[k + 1];
      }
      to[2 * i + 1] = even + kOf.power[i][1] * odd;
      to[2 * i + 2] = even - kOf.power[i][1] * odd;
    }
    to[kTo - 1] = y[kTile - 1];
  }
};

// G: taps to points.
template <int kTile, int kTaps>
struct TapAxis {
  static constexpr int kFrom = kTaps, kTo = kTile + kTaps - 1, kPairs = kTo / 2 - 1;
  static constexpr auto& kOf = WinogradAxis<kTo>::kOf;

  static void run(const Lanes (&g)[kFrom], Lanes (&to)[kTo]) {
    to[0] = kOf.ofZero * g[0];
#pragma GCC unroll 4
    for (int i = 0; i < kPairs; ++i) {
      Lanes even = g[0] + kOf.power[i][2] * g[2], odd = g[1];
      if constexpr (kTaps == 5) {
        even += kOf.power[i][4] * g[4];
        odd += kOf.power[i][2] * g[3];
      }
      to[2 * i + 1] = kOf.ofPair[i] * (even + kOf.power[i][1] * odd);
      to[2 * i + 2] = kOf.ofPair[i] * (even - kOf.power[i][1] * odd);
    }
    to[kTo - 1] = g[kTaps - 1];
  }
};

// G^T: points to the gradients of taps.
template <int kTile, int kTaps>
struct WeightSumAxis {
  static constexpr int kFrom = kTile + kTaps - 1, kTo = kTaps, kPairs = kFrom / 2 - 1;
  static constexpr auto& kOf = WinogradAxis<kFrom>::kOf;

  static void run(const Lanes (&u)[kFrom], Lanes (&to)[kTo]) {
    Lanes sums[kTo] = {};
    sums[0] = kOf.ofZero * u[0];
    sums[kTo - 1] = u[kFrom - 1];
#pragma GCC unroll 4
    for (int i = 0; i < kPairs; ++i) {
      const Lanes even = kOf.ofPair[i] * (u[2 * i + 1] + u[2 * i + 2]);
      const Lanes odd = kOf.ofPair[i] * (u[2 * i + 1] - u[2 * i + 2]);
      sums[0] += even;
#pragma GCC unroll 4
      for (int k = 1; k < kTo; ++k) sums[k] += kOf.power[i][k] * (k % 2 == 0 ? even : odd);
    }
#pragma GCC unroll 5
    for (int k = 0; k < kTo; ++k) to[k] = sums[k];
  }
};

}  // namespace echodc::cpu::ECHODC_ISA
