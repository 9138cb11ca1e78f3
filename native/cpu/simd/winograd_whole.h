// The transforms of winograd_axes.h for images of 2x2 pixels under 3x3 taps, padded by one. Along
// one axis each output sees both inputs, through two of the taps:
//
//   y0 = g1 x0 + g2 x1 = g1 (x0 + x1) + (g2 - g1) x1
//   y1 = g0 x0 + g1 x1 = g1 (x0 + x1) + (g0 - g1) x0
//
// Three products in place of four: Karatsuba's, transposed.
#pragma once

#include "winograd_axes.h"

namespace echodc::cpu::ECHODC_ISA {

template <>
struct SrcAxis<kWholeWinogradTile, 3> {
  static constexpr int kFrom = 2, kTo = 3;

  static void run(const Lanes (&x)[kFrom], Lanes (&to)[kTo]) {
    to[0] = x[0];
    to[1] = x[0] + x[1];
    to[2] = x[1];
  }
};

template <>
struct ProductAxis<kWholeWinogradTile, 3> {
  static constexpr int kFrom = 3, kTo = 2;

  static void run(const Lanes (&m)[kFrom], Lanes (&to)[kTo]) {
    to[0] = m[1] + m[2];
    to[1] = m[1] + m[0];
  }
};

template <>
struct GradientAxis<kWholeWinogradTile, 3> {
  static constexpr int kFrom = 2, kTo = 3;

  static void run(const Lanes (&y)[kFrom], Lanes (&to)[kTo]) {
    to[0] = y[1];
    to[1] = y[0] + y[1];
    to[2] = y[0];
  }
};

template <>
struct TapAxis<kWholeWinogradTile, 3> {
  static constexpr int kFrom = 3, kTo = 3;

  static void run(const Lanes (&g)[kFrom], Lanes (&to)[kTo]) {
    to[0] = g[0] - g[1];
    to[1] = g[1];
    to[2] = g[2] - g[1];
  }
};

template <>
struct WeightSumAxis<kWholeWinogradTile, 3> {
  static constexpr int kFrom = 3, kTo = 3;

  static void run(const Lanes (&u)[kFrom], Lanes (&to)[kTo]) {
    to[0] = u[0];
    to[1] = u[1] - u[0] - u[2];
    to[2] = u[2];
  }
};

}  // namespace echodc::cpu::ECHODC_ISA
