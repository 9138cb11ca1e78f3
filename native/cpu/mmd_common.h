// What the discrepancies, fused, unfused and of the means, share: S are the synthetic, R the real
// features of a class, M and N their numbers, Z = [S; R], n = M + N.
#pragma once

#include <cstdint>

#include "call.h"
#include "context.h"
#include "operations.h"

namespace echodc::cpu {

// Means over Z. Where distances come from dot products they are taken between centred features,
// because in ||a||^2 + ||b||^2 - 2 a.b a common offset would cancel all digits.
struct ClassMeans {
  const float* mean;       // [classes, D]
  const double* residual;  // [classes], squared length of what was lost when rounding the mean
};

// Valid until the next call in the same context.
ClassMeans classMeans(Context&, const FeatureShape&, const float* synthetic, const float* real);

// 1 / bw with bw = sum of all n^2 squared distances / (n^2 - n); 0 if all features are equal.
inline float inverseBandwidth(double distanceSum, int64_t n) {
  return inverseOfBandwidth(distanceSum / (static_cast<double>(n) * static_cast<double>(n - 1)));
}

// The arguments of any discrepancy in a call.
struct DiscrepancyArguments {
  explicit DiscrepancyArguments(Call& call)
      : shape{call.whole("classes"), call.whole("M"), call.whole("N"), call.whole("D")},
        synthetic(call.in<float>("synthetic")),
        real(call.in<float>("real")),
        gradient(call.out<float>("gradient")),
        loss(call.outIfAny<float>("loss")) {}

  FeatureShape shape;
  const float *synthetic, *real;
  float *gradient, *loss;
};

// And of a kernel's, which comes first.
struct MmdArguments {
  explicit MmdArguments(Call& call)
      : kernel(static_cast<MmdKernel>(call.whole("kernel"))), features(call) {}

  MmdKernel kernel;
  DiscrepancyArguments features;
};

}  // namespace echodc::cpu
