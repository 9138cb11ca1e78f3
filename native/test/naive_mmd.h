// Maximum mean discrepancy by plain loops over pairs, and the distance of means, in double.
#pragma once

#include <cmath>
#include <vector>

#include "operations.h"

namespace naive {

using echodc::MmdKernel;
using echodc::cpu::FeatureShape;
using Floats = std::vector<float>;
using Doubles = std::vector<double>;

struct Pair {
  Floats synthetic, real;
};

struct Result {
  Doubles gradient, loss;
};

// k, and its derivative w.r.t. d2 for kernels of distances, w.r.t. the dot product for others.
struct Kernel {
  double value, derivative;
};

inline Kernel kernelOf(MmdKernel kernel, double bandwidth, double distance, double dotProduct) {
  Kernel k = {0, 0};
  const auto add = [&](double rate) {
    k.value += std::exp(-rate * distance);
    k.derivative -= rate * std::exp(-rate * distance);
  };
  switch (kernel) {
    case MmdKernel::gaussian:
      for (const double m : {0.25, 0.5, 1.0, 2.0, 4.0})
        add(bandwidth == 0 ? 0 : 1 / (bandwidth * m));
      break;
    case MmdKernel::laplace:
      for (const double rate : {0.1, 1.0, 5.0}) add(rate);
      break;
    case MmdKernel::polynomial:
      k = {(dotProduct + 1) * (dotProduct + 1), 2 * (dotProduct + 1)};
      break;
    case MmdKernel::linear:
      k = {dotProduct, 1};
      break;
  }
  return k;
}

// One class after the other, pair by pair.
inline Result discrepancy(MmdKernel kernel, const FeatureShape& shape, const Pair& features) {
  const int64_t m = shape.synthetic, n = m + shape.real, d = shape.dimensions;
  const bool ofDistance = kernel == MmdKernel::gaussian || kernel == MmdKernel::laplace;
  Result result = {Doubles(shape.classes * m * d), Doubles(shape.classes)};
  for (int64_t group = 0; group < shape.classes; ++group) {
    const auto z = [&](int64_t i) {
      return i < m ? &features.synthetic[(group * m + i) * d]
                   : &features.real[(group * shape.real + i - m) * d];
    };
    Doubles distances(n * n), products(n * n);
    double distanceSum = 0;
    for (int64_t i = 0; i < n; ++i) {
      for (int64_t j = 0; j < n; ++j) {
        for (int64_t e = 0; e < d; ++e) {
          const double a = z(i)[e], b = z(j)[e];
          distances[i * n + j] += (a - b) * (a - b);
          products[i * n + j] += a * b;
        }
        distanceSum += distances[i * n + j];
      }
    }
    const double bandwidth = distanceSum / static_cast<double>(n * n - n);
    for (int64_t i = 0; i < n; ++i) {
      for (int64_t j = 0; j < n; ++j) {
        const double share =
            (i < m ? 1.0 / m : -1.0 / shape.real) * (j < m ? 1.0 / m : -1.0 / shape.real);
        const Kernel k = kernelOf(kernel, bandwidth, distances[i * n + j], products[i * n + j]);
        result.loss[group] += share * k.value;
        if (i >= m) continue;
        for (int64_t e = 0; e < d; ++e) {
          const double a = z(i)[e], b = z(j)[e];
          // The pair (j, i) gives as much again.
          result.gradient[(group * m + i) * d + e] +=
              2 * share * k.derivative * (ofDistance ? 2 * (a - b) : b);
        }
      }
    }
  }
  return result;
}

// ||mean(S) - mean(R)||^2 of each class.
inline Result meanDistance(const FeatureShape& shape, const Pair& features) {
  const int64_t m = shape.synthetic, n = shape.real, d = shape.dimensions;
  Result result = {Doubles(shape.classes * m * d), Doubles(shape.classes)};
  for (int64_t group = 0; group < shape.classes; ++group) {
    for (int64_t e = 0; e < d; ++e) {
      double apart = 0;
      for (int64_t i = 0; i < m; ++i)
        apart += features.synthetic[(group * m + i) * d + e] / static_cast<double>(m);
      for (int64_t i = 0; i < n; ++i)
        apart -= features.real[(group * n + i) * d + e] / static_cast<double>(n);
      result.loss[group] += apart * apart;
      for (int64_t i = 0; i < m; ++i)
        result.gradient[(group * m + i) * d + e] = 2 * apart / static_cast<double>(m);
    }
  }
  return result;
}

}  // namespace naive
