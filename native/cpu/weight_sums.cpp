#include "weight_sums.h"

#include <algorithm>
#include <utility>

#include "batch.h"
#include "simd/elementwise.h"
#include "simd/winograd_products.h"

namespace echodc::cpu {

namespace {

// Tiles of a run, at most if those of one image are fewer.
constexpr int kTilesOfRun = 64;

// Tiles of so many bytes are there at once: enough runs that reading and writing the sums costs
// little, and most of it stays in the last-level cache.
constexpr int64_t kBytesAtOnce = int64_t{16} << 20;

}  // namespace

WeightSums::WeightSums(Context& context, int batch, int srcChannels, int dstChannels,
                       std::vector<int> tiles)
    : context_(context),
      batch_(batch),
      srcChannels_(srcChannels),
      dstChannels_(dstChannels),
      tiles_(std::move(tiles)) {
  const int most = std::max(*std::max_element(tiles_.begin(), tiles_.end()), 1);
  imagesOfRun_ = std::clamp(kTilesOfRun / most, 1, batch);
  runs_ = static_cast<int>(divideUp(batch, imagesOfRun_));
  int64_t floats = 0;
  for (const int count : tiles_)
    floats += int64_t{imagesOfRun_} * count * (srcChannels + dstChannels);
  const int64_t fitting = kBytesAtOnce / std::max<int64_t>(floats * sizeof(float), 1);
  runsAtOnce_ = static_cast<int>(std::clamp<int64_t>(fitting, 1, runs_));
}

int WeightSums::imagesOf(int run) const {
  return std::min(imagesOfRun_, batch_ - run * imagesOfRun_);
}

std::vector<WeightSums::Tiles> WeightSums::place(int firstRun, int runs) const {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  std::vector<Tiles> placed;
  int64_t src = 0, gradient = 0;
  for (const int tiles : tiles_) {
    src += winogradStride(srcChannels_, simd.blockChannels, imagesOfRun_ * tiles);
    gradient += winogradStride(dstChannels_, simd.panelChannels, imagesOfRun_ * tiles);
  }
  float* nextSrc = context_.shared("src tiles").get<float>(runs * src);
  float* nextGradient = context_.shared("gradient tiles").get<float>(runs * gradient);
  for (int run = firstRun; run < firstRun + runs; ++run) {
    placed.push_back({imagesOf(run), {}, {}});
    for (const int tiles : tiles_) {
      const int count = imagesOf(run) * tiles;
      placed.back().src.push_back(nextSrc);
      placed.back().gradient.push_back(nextGradient);
      nextSrc += winogradStride(srcChannels_, simd.blockChannels, count);
      nextGradient += winogradStride(dstChannels_, simd.panelChannels, count);
    }
  }
  return placed;
}

// One slice's sums for one panel.
void WeightSums::add(int slice, int panel, const std::vector<Tiles>& runs, float* partial,
                     float* sums) const {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const auto accumulate = ECHODC_SIMD_TABLE(elementwiseTable).accumulate;
  const int64_t size = int64_t{srcChannels_} * simd.panelChannels;
  for (const Tiles& run : runs) {
    const int count = run.images * tiles_[slice];
    const float* gradients = run.gradient[slice] + int64_t{panel} * count * simd.panelChannels;
    std::fill_n(partial, size, 0.0f);
    simd.addWeightSums(srcChannels_, count, run.src[slice], gradients, partial);
    accumulate(size, partial, sums);
  }
}

WeightSums::Sums WeightSums::sum(const Pack& pack) const {
  const WinogradProductTable& simd = ECHODC_SIMD_TABLE(winogradProductTable);
  const int panel = simd.panelChannels, slices = static_cast<int>(tiles_.size());
  const int panels = static_cast<int>(divideUp(dstChannels_, panel));
  const int64_t size = int64_t{srcChannels_} * panel;
  const int64_t stride = winogradStride(dstChannels_, panel, srcChannels_);
  float* sums = context_.shared("weight sums").get<float>(slices * stride);
  const auto partial = localFloats(context_, "partial sums", size);
  for (int firstRun = 0; firstRun < runs_; firstRun += runsAtOnce_) {
    const auto runs = place(firstRun, std::min(runsAtOnce_, runs_ - firstRun));
    const int first = firstRun * imagesOfRun_;
    const int images = std::min(static_cast<int>(runs.size()) * imagesOfRun_, batch_ - first);
    context_.parallelFor(images, [&](int64_t image, int) {
      const int number = static_cast<int>(image);
      pack(first + number, number % imagesOfRun_, runs[number / imagesOfRun_]);
    });
    context_.parallelFor(int64_t{slices} * panels, [&](int64_t item, int thread) {
      const int slice = static_cast<int>(item) / panels, of = static_cast<int>(item) % panels;
      float* own = sums + slice * stride + of * size;
      if (firstRun == 0) std::fill_n(own, size, 0.0f);
      add(slice, of, runs, partial[thread], own);
    });
  }
  return {sums, stride};
}

}  // namespace echodc::cpu
