// The kernel functions k of the maximum mean discrepancy and the weights w of a pair of features in
// the gradient. With d2 the squared distance, p the dot product and bw the bandwidth:
//
//   kernel      k                                           w = -dk/dd2, or dk/dp / 2
//   gaussian    sum_m exp(-d2 / (bw m)), m = 1/4, 1/2, 1, 2, 4    sum_m exp(..) / (bw m)
//   laplace     sum_g exp(-g d2), g = 0.1, 1, 5                   sum_g g exp(..)
//   polynomial  (p + 1)^2                                         p + 1
//   linear      p                                                 1 / 2
//
// To add one: an enumerator here and, at the same place, in Mmd.Kernel in Java; a struct like those
// below; its line in visitKernelFunction. Compilers say where else a choice between them is made.
#pragma once

#include <cfloat>

#include "portable.h"

namespace echodc {

// Ordinals of Mmd.Kernel in Java, which pass through JNI and as an argument of launches.
enum class MmdKernel { gaussian, linear, polynomial, laplace };

struct KernelAndWeight {
  float kernel, weight;
};

// A function of distances is a sum of exponentials exp(-rate(i) scale d2), scale = 1 / bw where it
// uses the bandwidth and 1 elsewhere. of() has them in one go, with
// decay(rate, scale, d2) = exp(-rate scale d2) in the form that suits the device. Where the
// distances come from depends on the scale: see kOfDifferences.

// Rates are powers of two, so that one exponential and four squarings give all five.
struct GaussianKernel {
  static constexpr bool kOfDistances = true, kUsesBandwidth = true;

  // 0 beyond the last.
  static ECHODC_INLINE float rate(int i) { return static_cast<float>(16 >> i) * 0.25f; }

  template <typename Decay>
  static ECHODC_INLINE KernelAndWeight of(float distance, float inverseBandwidth,
                                          const Decay& decay) {
    const float four = decay(0.25f, inverseBandwidth, distance);
    const float two = four * four, one = two * two, half = one * one, quarter = half * half;
    return {((four + two) + (one + half)) + quarter,
            inverseBandwidth * (((0.25f * four + 0.5f * two) + (one + 2 * half)) + 4 * quarter)};
  }
};

// One exponential after the other: exp(-5 d2) as the fiftieth power of a rounded exp(-0.1 d2) would
// be off by fifty roundings.
struct LaplaceKernel {
  static constexpr bool kOfDistances = true, kUsesBandwidth = false;

  static ECHODC_INLINE float rate(int i) {
    return i == 0 ? 0.1f : i == 1 ? 1.0f : i == 2 ? 5.0f : 0.0f;
  }

  template <typename Decay>
  static ECHODC_INLINE KernelAndWeight of(float distance, float, const Decay& decay) {
    const float tenth = decay(0.1f, 1.0f, distance);
    const float one = decay(1.0f, 1.0f, distance), five = decay(5.0f, 1.0f, distance);
    return {tenth + one + five, 0.1f * tenth + one + 5 * five};
  }
};

struct PolynomialKernel {
  static constexpr bool kOfDistances = false, kUsesBandwidth = false;

  static ECHODC_INLINE KernelAndWeight of(float dotProduct) {
    const float root = dotProduct + 1;
    return {root * root, root};
  }
};

struct LinearKernel {
  static constexpr bool kOfDistances = false, kUsesBandwidth = false;

  static ECHODC_INLINE KernelAndWeight of(float dotProduct) { return {dotProduct, 0.5f}; }
};

// Whether distances, and the gradient, are sums over differences of features. A bandwidth grows
// with the features: what rounding leaves of ||a||^2 + ||b||^2 - 2 a.b between centred features is
// little beside it, and matrix products serve. Without one, distances of order one matter between
// features of any length, and would be among the digits that cancel.
template <typename Function>
constexpr bool kOfDifferences = Function::kOfDistances && !Function::kUsesBandwidth;

// visit(function) with the function of a kernel. A number that is none is rejected.
template <typename Visit>
ECHODC_INLINE auto visitKernelFunction(MmdKernel kernel, const Visit& visit) {
  switch (kernel) {
    case MmdKernel::gaussian:
      return visit(GaussianKernel());
    case MmdKernel::linear:
      return visit(LinearKernel());
    case MmdKernel::polynomial:
      return visit(PolynomialKernel());
    case MmdKernel::laplace:
      return visit(LaplaceKernel());
  }
  reject("this MmdKernel is no function of two features (mmd_kernel.h)");
}

ECHODC_INLINE bool isOfDistances(MmdKernel kernel) {
  return visitKernelFunction(kernel,
                             [](auto function) { return decltype(function)::kOfDistances; });
}

ECHODC_INLINE bool usesBandwidth(MmdKernel kernel) {
  return visitKernelFunction(kernel,
                             [](auto function) { return decltype(function)::kUsesBandwidth; });
}

ECHODC_INLINE bool isOfDifferences(MmdKernel kernel) {
  return visitKernelFunction(kernel,
                             [](auto function) { return kOfDifferences<decltype(function)>; });
}

// Rate i of a kernel of distances; 0 beyond the last.
ECHODC_INLINE float exponentialRate(MmdKernel kernel, int i) {
  return visitKernelFunction(kernel, [i](auto function) {
    if constexpr (decltype(function)::kOfDistances)
      return function.rate(i);
    else
      return 0.0f;
  });
}

// ||a||^2 + ||b||^2 - 2 a.b, not below 0 whatever the rounding; NaN stays NaN.
ECHODC_INLINE float squaredDistance(float norms, float dotProduct) {
  const float distance = norms - 2 * dotProduct;
  return distance < 0 ? 0.0f : distance;
}

// Below the smallest normal bandwidth the inverse is no float and features count as equal, which
// makes every k that uses it 5 and every w 0. In this form NaN stays NaN.
ECHODC_INLINE float inverseOfBandwidth(double bandwidth) {
  return bandwidth < FLT_MIN ? 0.0f : static_cast<float>(1 / bandwidth);
}

// Of m synthetic features s and n real ones:
// dloss/ds_i = sum_j c_j w(i,j) (s_i - z_j) for kernels of distances, -sum_j c_j w(i,j) z_j for
// kernels of dot products, with c_j the first factor for synthetic and the second for real z_j.
ECHODC_INLINE float syntheticFactor(int m) {
  return static_cast<float>(-4.0 / static_cast<double>(m) / m);
}
ECHODC_INLINE float realFactor(int m, int n) {
  return static_cast<float>(4.0 / static_cast<double>(m) / n);
}

// mean_SS k - 2 mean_SR k + mean_RR k from the three sums of k.
ECHODC_INLINE float discrepancy(int m, int n, double synthetic, double cross, double real) {
  const double ms = m, ns = n;
  return static_cast<float>(synthetic / (ms * ms) - 2 * cross / (ms * ns) + real / (ns * ns));
}

}  // namespace echodc
