// Means of the features of each class: over all of them, which the maximum mean discrepancy centres
// about, and of synthetic and real ones apart, whose distance is the first-order discrepancy.
#include <algorithm>

#include "call.h"
#include "context.h"
#include "mmd_common.h"
#include "operations.h"
#include "simd/kernel_function.h"

namespace echodc::cpu {

namespace {

constexpr int kColumns = 128;  // features' dimensions that one thread sums at a time

int chunks(const FeatureShape& shape) { return (shape.dimensions + kColumns - 1) / kColumns; }

// Consecutive dimensions of one class.
struct Chunk {
  Chunk(const FeatureShape& shape, int64_t item)
      : group(item / chunks(shape)),
        begin(static_cast<int>(item % chunks(shape)) * kColumns),
        count(std::min(kColumns, shape.dimensions - begin)) {}

  int64_t group;
  int begin, count;
};

// Adds rows of the class's features to the sums over a chunk.
void addRows(const Chunk& chunk, int rows, int dimensions, const float* features, double* sums) {
  const auto& simd = ECHODC_SIMD_TABLE(kernelFunctionTable);
  const float* first = features + chunk.group * rows * dimensions + chunk.begin;
  for (int row = 0; row < rows; ++row)
    simd.addToSums(chunk.count, first + int64_t{row} * dimensions, sums);
}

// Sums of each class's chunks, in order.
void sumChunks(const FeatureShape& shape, const double* partials, double* sums) {
  for (int group = 0; group < shape.classes; ++group) {
    double sum = 0;
    for (int chunk = 0; chunk < chunks(shape); ++chunk)
      sum += partials[int64_t{group} * chunks(shape) + chunk];
    sums[group] = sum;
  }
}

}  // namespace

ClassMeans classMeans(Context& context, const FeatureShape& shape, const float* synthetic,
                      const float* real) {
  const int64_t items = int64_t{shape.classes} * chunks(shape);
  float* means = context.shared("mmd means").get<float>(int64_t{shape.classes} * shape.dimensions);
  double* partials = context.shared("mmd partials").get<double>(items);
  context.parallelFor(items, [&](int64_t item, int) {
    const Chunk chunk(shape, item);
    double sums[kColumns] = {};
    addRows(chunk, shape.synthetic, shape.dimensions, synthetic, sums);
    addRows(chunk, shape.real, shape.dimensions, real, sums);
    float* mean = means + chunk.group * shape.dimensions + chunk.begin;
    double residual = 0;
    for (int i = 0; i < chunk.count; ++i) {
      const double exact = sums[i] / (double{1} * shape.synthetic + shape.real);
      mean[i] = static_cast<float>(exact);
      residual += (exact - mean[i]) * (exact - mean[i]);
    }
    partials[item] = residual;
  });
  double* residuals = context.shared("mmd residuals").get<double>(shape.classes);
  sumChunks(shape, partials, residuals);
  return {means, residuals};
}

void meanDistance(Context& context, const FeatureShape& shape, const float* synthetic,
                  const float* real, float* gradient, float* loss) {
  const int64_t items = int64_t{shape.classes} * chunks(shape);
  double* partials = context.shared("mmd partials").get<double>(items);
  context.parallelFor(items, [&](int64_t item, int) {
    const Chunk chunk(shape, item);
    double syntheticSums[kColumns] = {}, realSums[kColumns] = {};
    addRows(chunk, shape.synthetic, shape.dimensions, synthetic, syntheticSums);
    addRows(chunk, shape.real, shape.dimensions, real, realSums);
    float row[kColumns];
    double squares = 0;
    for (int i = 0; i < chunk.count; ++i) {
      const double difference = syntheticSums[i] / shape.synthetic - realSums[i] / shape.real;
      squares += difference * difference;
      row[i] = static_cast<float>(2 * difference / shape.synthetic);
    }
    partials[item] = squares;
    for (int64_t m = 0; m < shape.synthetic; ++m)
      std::copy_n(row, chunk.count,
                  gradient + (chunk.group * shape.synthetic + m) * shape.dimensions + chunk.begin);
  });
  if (loss == nullptr) return;
  double* squares = context.shared("mmd residuals").get<double>(shape.classes);
  sumChunks(shape, partials, squares);
  std::copy_n(squares, shape.classes, loss);
}

ECHODC_OPERATION(meanDistance) {
  const DiscrepancyArguments a(call);
  meanDistance(call.complete(), a.shape, a.synthetic, a.real, a.gradient, a.loss);
}

}  // namespace echodc::cpu
