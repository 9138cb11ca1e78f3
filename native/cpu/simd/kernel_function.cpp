#include "kernel_function.h"

#include "exponential.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

// exp(-rate scale distance)
struct Decay {
  float operator()(float rate, float scale, float distance) const {
    return expNonPositive(-rate * scale * distance);
  }
};

void addToSums(int64_t count, const float* __restrict__ src, double* __restrict__ sums) {
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) sums[i] += src[i];
}

void center(int64_t count, const float* __restrict__ src, const float* __restrict__ mean,
            float* __restrict__ dst) {
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) dst[i] = src[i] - mean[i];
}

double squaredDeviation(int64_t count, const float* __restrict__ src,
                        const float* __restrict__ mean) {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < count; ++i) {
    const double deviation = src[i] - mean[i];
    sum += deviation * deviation;
  }
  return sum;
}

void addScaled(int64_t count, float factor, const float* __restrict__ src,
               float* __restrict__ dst) {
#pragma omp simd
  for (int64_t i = 0; i < count; ++i) dst[i] += factor * src[i];
}

// Others that a feature is compared with at once, so that sums do not wait for each other.
constexpr int kOthersAtOnce = 4;

void squaredDistances(int64_t dimensions, const float* __restrict__ feature, int count,
                      const float* __restrict__ others, float* __restrict__ dst) {
  int other = 0;
  for (; other + kOthersAtOnce <= count; other += kOthersAtOnce) {
    const float* b0 = others + other * dimensions;
    const float *b1 = b0 + dimensions, *b2 = b1 + dimensions, *b3 = b2 + dimensions;
    float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
#pragma omp simd reduction(+ : sum0, sum1, sum2, sum3)
    for (int64_t i = 0; i < dimensions; ++i) {
      const float a = feature[i];
      sum0 += (a - b0[i]) * (a - b0[i]);
      sum1 += (a - b1[i]) * (a - b1[i]);
      sum2 += (a - b2[i]) * (a - b2[i]);
      sum3 += (a - b3[i]) * (a - b3[i]);
    }
    dst[other] = sum0;
    dst[other + 1] = sum1;
    dst[other + 2] = sum2;
    dst[other + 3] = sum3;
  }
  for (; other < count; ++other) {
    const float* b = others + other * dimensions;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (int64_t i = 0; i < dimensions; ++i) sum += (feature[i] - b[i]) * (feature[i] - b[i]);
    dst[other] = sum;
  }
}

void addDifferences(int64_t dimensions, const float* __restrict__ feature, int count,
                    const float* __restrict__ weights, const float* __restrict__ others,
                    float* __restrict__ dst) {
  int other = 0;
  for (; other + kOthersAtOnce <= count; other += kOthersAtOnce) {
    const float* b0 = others + other * dimensions;
    const float *b1 = b0 + dimensions, *b2 = b1 + dimensions, *b3 = b2 + dimensions;
    const float w0 = weights[other], w1 = weights[other + 1];
    const float w2 = weights[other + 2], w3 = weights[other + 3];
#pragma omp simd
    for (int64_t i = 0; i < dimensions; ++i) {
      const float a = feature[i];
      dst[i] += (w0 * (a - b0[i]) + w1 * (a - b1[i])) + (w2 * (a - b2[i]) + w3 * (a - b3[i]));
    }
  }
  for (; other < count; ++other) {
    const float* b = others + other * dimensions;
    const float w = weights[other];
#pragma omp simd
    for (int64_t i = 0; i < dimensions; ++i) dst[i] += w * (feature[i] - b[i]);
  }
}

// Of a dot product and the sum of both norms, or of a distance for a kernel of differences.
// A function of its own: GCC vectorises the loop of evaluateTile with a pair that is returned, not
// with one that is assigned.
template <typename Function>
inline KernelAndWeight evaluatePair(float norms, float value, float inverseBandwidth) {
  if constexpr (kOfDifferences<Function>)
    return Function::of(value, inverseBandwidth, Decay());
  else if constexpr (Function::kOfDistances)
    return Function::of(squaredDistance(norms, value), inverseBandwidth, Decay());
  else
    return Function::of(value);
}

template <typename Function>
inline double evaluateTile(Function, const KernelTile& tile, float inverseBandwidth) {
  const int columns = tile.columns;
  const float factor = tile.factor;
  const float* __restrict__ columnNorms = tile.columnNorms;
  double kernelSum = 0;
  for (int row = 0; row < tile.rows; ++row) {
    float* __restrict__ gram = tile.gram + static_cast<int64_t>(row) * columns;
    const float rowNorm = Function::kUsesBandwidth ? tile.rowNorms[row] : 0;
    float kernels = 0, weights = 0;
#pragma omp simd reduction(+ : kernels, weights)
    for (int column = 0; column < columns; ++column) {
      const float norms = Function::kUsesBandwidth ? rowNorm + columnNorms[column] : 0;
      const KernelAndWeight pair = evaluatePair<Function>(norms, gram[column], inverseBandwidth);
      const float weight = factor * pair.weight;
      gram[column] = weight;
      kernels += pair.kernel;
      weights += weight;
    }
    kernelSum += kernels;
    tile.rowSums[row] += weights;
  }
  return kernelSum;
}

double evaluate(MmdKernel kernel, const KernelTile& tile, float inverseBandwidth) {
  return visitKernelFunction(
      kernel, [&](auto function) { return evaluateTile(function, tile, inverseBandwidth); });
}

double distances(int count, float rowNorm, const float* __restrict__ columnNorms,
                 float* __restrict__ gram) {
  double sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int i = 0; i < count; ++i) {
    const float distance = squaredDistance(rowNorm + columnNorms[i], gram[i]);
    gram[i] = distance;
    sum += distance;
  }
  return sum;
}

void addExponential(int count, float exponent, float weight, const float* __restrict__ distances,
                    float* __restrict__ kernel, float* __restrict__ weights) {
  if (kernel == nullptr) {
#pragma omp simd
    for (int i = 0; i < count; ++i) weights[i] += weight * expNonPositive(exponent * distances[i]);
  } else if (weights == nullptr) {
#pragma omp simd
    for (int i = 0; i < count; ++i) kernel[i] += expNonPositive(exponent * distances[i]);
  } else {
#pragma omp simd
    for (int i = 0; i < count; ++i) {
      const float e = expNonPositive(exponent * distances[i]);
      kernel[i] += e;
      weights[i] += weight * e;
    }
  }
}

void evaluateDotProducts(MmdKernel kernel, int count, const float* __restrict__ gram,
                         float* __restrict__ kernels, float* __restrict__ weights) {
  visitKernelFunction(kernel, [=](auto function) {
    if constexpr (decltype(function)::kOfDistances) {
      reject("this MmdKernel is no function of dot products (mmd_kernel.h)");
    } else {
      if (kernels != nullptr) {
#pragma omp simd
        for (int i = 0; i < count; ++i) kernels[i] = function.of(gram[i]).kernel;
      }
      if (weights != nullptr) {
#pragma omp simd
        for (int i = 0; i < count; ++i) weights[i] = function.of(gram[i]).weight;
      }
    }
  });
}

double sum(int count, const float* __restrict__ values) {
  double total = 0;
#pragma omp simd reduction(+ : total)
  for (int i = 0; i < count; ++i) total += values[i];
  return total;
}

}  // namespace

extern const KernelFunctionTable kernelFunctionTable = {addToSums,
                                                        center,
                                                        squaredDeviation,
                                                        addScaled,
                                                        squaredDistances,
                                                        addDifferences,
                                                        evaluate,
                                                        distances,
                                                        addExponential,
                                                        evaluateDotProducts,
                                                        sum};

}  // namespace echodc::cpu::ECHODC_ISA
