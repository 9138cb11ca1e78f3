#include "batch.h"

#include <algorithm>

#include "simd/dispatch.h"
#include "simd/elementwise.h"

namespace echodc::cpu {

namespace {

constexpr int kMostGroups = 8;          // 5 MiB of partial gradients at 128 -> 128 channels
constexpr int64_t kColumnBlock = 4096;  // the block of the sum stays in the first-level cache

}  // namespace

ImageGroups::ImageGroups(int batch)
    : batch(batch),
      size(std::max(1, (batch + kMostGroups - 1) / kMostGroups)),
      count((batch + size - 1) / size) {}

int ImageGroups::end(int64_t group) const { return std::min(batch, begin(group) + size); }

void forImages(Context& context, int images, int atOnce,
               const std::function<void(int, int, int)>& body) {
  context.parallelFor((images + atOnce - 1) / atOnce, [&](int64_t group, int thread) {
    const int first = static_cast<int>(group) * atOnce;
    body(first, std::min(atOnce, images - first), thread);
  });
}

void sumRows(Context& context, int64_t rows, int64_t columns, const float* src, float* dst) {
  const auto accumulate = ECHODC_SIMD_TABLE(elementwiseTable).accumulate;
  context.parallelFor((columns + kColumnBlock - 1) / kColumnBlock, [&](int64_t block, int) {
    const int64_t begin = block * kColumnBlock;
    const int64_t count = std::min(kColumnBlock, columns - begin);
    std::fill_n(dst + begin, count, 0.0f);
    for (int64_t row = 0; row < rows; ++row)
      accumulate(count, src + row * columns + begin, dst + begin);
  });
}

}  // namespace echodc::cpu
