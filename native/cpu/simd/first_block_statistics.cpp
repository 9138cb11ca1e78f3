#include "first_block_statistics.h"

#include <algorithm>

#include "lanes.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

constexpr int kDoubles = kLanes / 2;
typedef double DoubleLanes __attribute__((vector_size(kDoubles * sizeof(double))));
typedef double UnalignedDoubleLanes
    __attribute__((vector_size(kDoubles * sizeof(double)), aligned(sizeof(double)), may_alias));

inline DoubleLanes load(const double* from) {
  return *reinterpret_cast<const UnalignedDoubleLanes*>(from);
}

inline double total(DoubleLanes values) {
  double sum = 0;
  for (int i = 0; i < kDoubles; ++i) sum += values[i];
  return sum;
}

int64_t workspaceSize(const FirstBlockShape& shape) {
  const int64_t taps = shape.taps();
  return shape.paddedElements() + taps + taps * taps;
}

// Means over the output pixels of the taps' values.
void tapMeans(const FirstBlockShape& shape, const double* image, double* means) {
  for (int tap = 0; tap < shape.taps(); ++tap) {
    const double* values = image + shape.tapOffset(tap);
    double sum = 0;
    DoubleLanes sums = {};
    for (int y = 0; y < shape.height; ++y, values += shape.rowStride) {
      int x = 0;
      for (; x + kDoubles <= shape.width; x += kDoubles) sums += load(values + x);
      for (; x < shape.width; ++x) sum += values[x];
    }
    means[tap] = (sum + total(sums)) / static_cast<double>(shape.pixels());
  }
}

// Sums over the output pixels of the products of one tap's values with those of kOthers taps.
template <int kOthers>
void tapProducts(const FirstBlockShape& shape, const double* values, const double* const* others,
                 double* products) {
  double sum[kOthers] = {};
  DoubleLanes sums[kOthers] = {};
  for (int y = 0; y < shape.height; ++y) {
    const int64_t row = y * shape.rowStride;
    int x = 0;
    for (; x + kDoubles <= shape.width; x += kDoubles) {
      const DoubleLanes value = load(values + row + x);
      for (int i = 0; i < kOthers; ++i) sums[i] += value * load(others[i] + row + x);
    }
    for (; x < shape.width; ++x)
      for (int i = 0; i < kOthers; ++i) sum[i] += values[row + x] * others[i][row + x];
  }
  for (int i = 0; i < kOthers; ++i) products[i] = sum[i] + total(sums[i]);
}

// The upper triangle, row by row of `taps` numbers.
void tapCovariance(const FirstBlockShape& shape, const double* image, const double* means,
                   double* covariance) {
  constexpr int kOthers = 8;
  const int taps = shape.taps();
  const double share = 1 / static_cast<double>(shape.pixels());
  for (int tap = 0; tap < taps; ++tap) {
    double* row = covariance + tap * taps;
    const double* others[kOthers];
    for (int first = tap; first < taps; first += kOthers) {
      const int count = std::min(kOthers, taps - first);
      for (int i = 0; i < count; ++i) others[i] = image + shape.tapOffset(first + i);
      const double* values = image + shape.tapOffset(tap);
      if (count == kOthers)
        tapProducts<kOthers>(shape, values, others, row + first);
      else
        for (int i = 0; i < count; ++i) tapProducts<1>(shape, values, others + i, row + first + i);
    }
    for (int other = tap; other < taps; ++other)
      row[other] = row[other] * share - means[tap] * means[other];
  }
}

// A panel of channels.
void forms(const FirstBlockShape& shape, const float* weight, const double* means,
           const double* covariance, float* mean, float* inverseStd) {
  const int taps = shape.taps();
  double linear[kFirstBlockPanel] = {}, quadratic[kFirstBlockPanel] = {};
  for (int tap = 0; tap < taps; ++tap) {
    const float* w = weight + tap * kFirstBlockPanel;
    double products[kFirstBlockPanel] = {};  // with the taps after this one
    for (int other = tap + 1; other < taps; ++other)
      for (int c = 0; c < kFirstBlockPanel; ++c)
        products[c] += covariance[tap * taps + other] * weight[other * kFirstBlockPanel + c];
    for (int c = 0; c < kFirstBlockPanel; ++c) {
      linear[c] += means[tap] * w[c];
      quadratic[c] += w[c] * (covariance[tap * taps + tap] * w[c] + 2 * products[c]);
    }
  }
  for (int c = 0; c < kFirstBlockPanel; ++c) {
    mean[c] = static_cast<float>(linear[c]);
    // Rounding may leave a variance of 0 below it; NaN is passed on.
    const double variance = quadratic[c] < 0 ? 0 : quadratic[c];
    inverseStd[c] = static_cast<float>(1 / __builtin_sqrt(variance + kNormEpsilon));
  }
}

void compute(const FirstBlockShape& shape, int panels, const float* weight, const float* padded,
             double* workspace, float* mean, float* inverseStd) {
  double* image = workspace;
  double* means = image + shape.paddedElements();
  double* covariance = means + shape.taps();
  std::copy_n(padded, shape.paddedElements(), image);
  tapMeans(shape, image, means);
  tapCovariance(shape, image, means, covariance);
  const int64_t panelSize = static_cast<int64_t>(shape.taps()) * kFirstBlockPanel;
  for (int panel = 0; panel < panels; ++panel)
    forms(shape, weight + panel * panelSize, means, covariance, mean + panel * kFirstBlockPanel,
          inverseStd + panel * kFirstBlockPanel);
}

}  // namespace

extern const FirstBlockStatisticsTable firstBlockStatisticsTable = {workspaceSize, compute};

}  // namespace echodc::cpu::ECHODC_ISA
