// What the fused and the unfused maximum mean discrepancy share: S are the synthetic, R the real
// features of a class, M and N their numbers, Z = [S; R], n = M + N.
#pragma once

#include <cstdint>

#include "context.h"
#include "operations.h"

namespace echodc::cpu {

// Means over Z. Distances from dot products are taken between centred features, because in ||a||^2
// +
// ||b||^2 - 2 a.b a common offset would cancel all digits. The kernel LAPLACE has no bandwidth that
// grows with the features: distances of order one between features of any length matter to it, and
// are taken from differences, like the gradient.
struct ClassMeans {
  const float* mean;       // [classes, D]
  const double* residual;  // [classes], squared length of what was lost when rounding the mean
};

// Valid until the next call in the same context.
ClassMeans classMeans(Context&, const MmdShape&, const float* synthetic, const float* real);

// 1 / bw with bw = sum of all n^2 squared distances / (n^2 - n); 0 if all features are equal, which
// makes every kernel 5 and every weight 0.
float inverseBandwidth(double distanceSum, int64_t n);

// mean_SS k - 2 mean_SR k + mean_RR k from the three sums of k.
float discrepancy(const MmdShape&, double syntheticSum, double crossSum, double realSum);

// dloss/ds_i = sum_j c_j w(i,j) (s_i - z_j) for kernels of distances, -sum_j c_j w(i,j) z_j for
// kernels of dot products, with c_j = -4 / M^2 for z_j in S and 4 / (M N) in R.
float syntheticFactor(const MmdShape&);
float realFactor(const MmdShape&);

// ||mean(S) - mean(R)||^2, its gradient 2 / M (mean(S) - mean(R)) in every row. This is the kernel
// MEAN, and in closed form also LINEAR, whose three means of dot products are products of means.
void meanDiscrepancy(Context&, const MmdShape&, const float* synthetic, const float* real,
                     float* gradient, float* loss);

}  // namespace echodc::cpu
