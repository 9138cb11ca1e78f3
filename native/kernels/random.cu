// Random numbers, the same on every device. See Device.initialize, sample, drawAugmentation and
// advance in Java. All kernels take a key: seed, purpose, current step [1], period.
#include "augmentation_row.cuh"
#include "permutation.cuh"

namespace {

constexpr int kThreads = 256;

__device__ inline int ownIndex() {
  return static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x);
}

// A whole number in [low, high].
__device__ inline float drawWhole(unsigned word, int low, int high) {
  return static_cast<float>(low + wholeNumber(word, high - low + 1));
}

__device__ inline float drawBetween(unsigned word, float low, float high) {
  return __fadd_rn(low, __fmul_rn(__fsub_rn(high, low), uniform(word)));
}

__device__ inline void drawWarp(const PhiloxBlock& words, int policy, int imageSize,
                                AugmentationRow* row) {
  // The n-th of the warps that the policy has.
  int count = 0;
  for (int transform = kCrop; transform <= kRotate; ++transform) count += policy >> transform & 1;
  if (count == 0) return;
  int chosen = kCrop - 1;
  for (int left = wholeNumber(words.word[0], count) + 1; left > 0; left -= policy >> chosen & 1)
    ++chosen;
  row->warp = static_cast<float>(chosen - kCrop + 1);
  if (chosen == kCrop) {
    const int largestShift = (imageSize + 4) / 8;  // floor(size / 8 + 1 / 2)
    row->warpA = drawWhole(words.word[1], -largestShift, largestShift);
    row->warpB = drawWhole(words.word[2], -largestShift, largestShift);
  } else if (chosen == kScale) {
    row->warpA = drawBetween(words.word[1], kLowestScale, kHighestScale);
    row->warpB = drawBetween(words.word[2], kLowestScale, kHighestScale);
  } else {
    row->warpA = __fmul_rn(__fsub_rn(uniform(words.word[1]) * 2, 1), kLargestAngle);
  }
}

}  // namespace

// dst[i] = low + (high - low) u in the segment that has i. ends [segments]: the first index after
// each; bounds [segments, 2]: low and high. A thread draws the four numbers of one Philox block.
extern "C" __global__ void __launch_bounds__(kThreads)
    initialize(long long seed, int purpose, const int* __restrict__ step, int period, int segments,
               const int* __restrict__ ends, const float* __restrict__ bounds,
               float* __restrict__ dst) {
  const int block = ownIndex(), first = 4 * block;
  if (first >= ends[segments - 1]) return;
  const PhiloxBlock words =
      RandomKey(seed, purpose, step, period).block(static_cast<unsigned>(block), 0);
  int segment = 0;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    while (segment < segments && first + i >= ends[segment]) ++segment;
    if (segment == segments) return;
    dst[first + i] = drawBetween(words.word[i], bounds[2 * segment], bounds[2 * segment + 1]);
  }
}

// dst [groups, count] = bounds[k] + p_k(first + j). Blocks: x over the numbers of a group, y over
// groups.
extern "C" __global__ void __launch_bounds__(kThreads)
    sampleWithoutReplacement(long long seed, int purpose, const int* __restrict__ step, int period,
                             const int* __restrict__ bounds, int first, int count,
                             int* __restrict__ dst) {
  const int j = ownIndex(), group = static_cast<int>(blockIdx.y);
  if (j >= count) return;
  const Permutation permutation(RandomKey(seed, purpose, step, period),
                                static_cast<unsigned>(group),
                                static_cast<unsigned>(bounds[group + 1] - bounds[group]));
  dst[static_cast<long long>(group) * count + j] =
      bounds[group] + static_cast<int>(permutation(static_cast<unsigned>(first + j)));
}

// rows [groups]; a thread draws one. policy: bits of AugmentationPolicy.Transform's ordinals.
extern "C" __global__ void __launch_bounds__(kThreads)
    drawAugmentation(long long seed, int purpose, const int* __restrict__ step, int period,
                     int policy, int imageSize, int groups, AugmentationRow* __restrict__ rows) {
  const int group = ownIndex();
  if (group >= groups) return;
  const RandomKey key(seed, purpose, step, period);
  AugmentationRow row = {0, 0, 1, 1, 0, 0, 0, 0, 0, 0};
  const PhiloxBlock color = key.block(0, static_cast<unsigned>(group));
  if (policy >> kFlip & 1) row.flip = uniform(color.word[0]) < 0.5f ? 1.0f : 0.0f;
  if (policy >> kColor & 1) {
    row.brightness = __fsub_rn(uniform(color.word[1]), 0.5f);
    row.saturation = uniform(color.word[2]) * 2;
    row.contrast = __fadd_rn(uniform(color.word[3]), 0.5f);
  }
  drawWarp(key.block(1, static_cast<unsigned>(group)), policy, imageSize, &row);
  if (policy >> kCutout & 1) {
    // A square of even side has its centre between pixels, so one more place to be.
    const int highest = cutoutSide(imageSize) % 2 == 0 ? imageSize : imageSize - 1;
    const PhiloxBlock square = key.block(2, static_cast<unsigned>(group));
    row.cutout = 1;
    row.cutoutRow = drawWhole(square.word[0], 0, highest);
    row.cutoutColumn = drawWhole(square.word[1], 0, highest);
  }
  rows[group] = row;
}

// One thread.
extern "C" __global__ void __launch_bounds__(kThreads) advance(int* __restrict__ step) {
  if (threadIdx.x == 0) ++*step;
}
