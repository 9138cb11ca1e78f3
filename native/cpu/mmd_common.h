// What the fused and the unfused maximum mean discrepancy share: S are the synthetic, R the real
// features of a class, M and N their numbers, Z = [S; R], n = M + N.
#pragma once

#include <cstdint>

#include "call.h"
#include "context.h"
#include "operations.h"

namespace echodc::cpu {

// Means over Z. Distances are taken between centred features, because in ||a||^2 + ||b||^2 - 2 a.b
// a common offset would cancel all digits.
struct ClassMeans {
  const float* mean;       // [classes, D]
  const double* residual;  // [classes], squared length of what was lost when rounding the mean
};

// Valid until the next call in the same context.
ClassMeans classMeans(Context&, const MmdShape&, const float* synthetic, const float* real);

// 1 / bw with bw = sum of all n^2 squared distances / (n^2 - n); 0 if all features are equal.
float inverseBandwidth(double distanceSum, int64_t n);

// ||mean(S) - mean(R)||^2, its gradient 2 / M (mean(S) - mean(R)) in every row. This is the kernel
// MEAN, and in closed form also LINEAR, whose three means of dot products are products of means.
void meanDiscrepancy(Context&, const MmdShape&, const float* synthetic, const float* real,
                     float* gradient, float* loss);

// The arguments of both in a call.
struct MmdArguments {
  explicit MmdArguments(Call& call)
      : kernel(static_cast<MmdKernel>(call.whole("kernel"))),
        shape{call.whole("classes"), call.whole("M"), call.whole("N"), call.whole("D")},
        synthetic(call.in<float>("synthetic")),
        real(call.in<float>("real")),
        gradient(call.out<float>("gradient")),
        loss(call.outIfAny<float>("loss")) {}

  MmdKernel kernel;
  MmdShape shape;
  const float *synthetic, *real;
  float *gradient, *loss;
};

}  // namespace echodc::cpu
