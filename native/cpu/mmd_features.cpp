#include "mmd_features.h"

#include <string>

#include "batch.h"
#include "simd/kernel_function.h"

namespace echodc::cpu {

namespace {

constexpr int kRowsAtOnce = 16;  // that one thread centres at a time

}  // namespace

void Features::center(Context& context, const float* means, bool keep) {
  means_ = means;
  const int64_t all = int64_t{classes_} * rows_;
  float* norms = context.shared(std::string(name_) + " norms").get<float>(all);
  float* kept = keep ? context.shared(name_).get<float>(all * dimensions_) : nullptr;
  const auto& simd = ECHODC_SIMD_TABLE(kernelFunctionTable);
  context.parallelFor(divideUp(all, kRowsAtOnce), [&](int64_t item, int) {
    const int64_t end = std::min(all, (item + 1) * kRowsAtOnce);
    for (int64_t row = item * kRowsAtOnce; row < end; ++row) {
      const float* mean = means_ + row / rows_ * dimensions_;
      const float* features = given_ + row * dimensions_;
      norms[row] = static_cast<float>(simd.squaredDeviation(dimensions_, features, mean));
      if (keep) simd.center(dimensions_, features, mean, kept + row * dimensions_);
    }
  });
  norms_ = norms;
  kept_ = kept;
}

double Features::normSum(int64_t group) const {
  double sum = 0;
  for (int64_t row = 0; row < rows_; ++row) sum += norms_[group * rows_ + row];
  return sum;
}

void Features::reserve(Context& context, const char* workspace, int rows) const {
  if (means_ != nullptr && kept_ == nullptr)
    localFloats(context, workspace, int64_t{rows} * dimensions_);
}

const float* Features::rows(Context& context, const char* workspace, int thread, int64_t group,
                            const RowRange& range) const {
  const int64_t offset = (group * rows_ + range.begin) * dimensions_;
  if (means_ == nullptr) return given_ + offset;
  if (kept_ != nullptr) return kept_ + offset;
  float* centered = context.local(workspace, thread).get<float>(int64_t{range.count} * dimensions_);
  const auto& simd = ECHODC_SIMD_TABLE(kernelFunctionTable);
  for (int64_t row = 0; row < range.count; ++row)
    simd.center(dimensions_, given_ + offset + row * dimensions_, means_ + group * dimensions_,
                centered + row * dimensions_);
  return centered;
}

}  // namespace echodc::cpu
