// Random numbers, the same on every device. See Device.initialize, sample, drawAugmentation and
// advance in Java. All kernels take a key: seed, purpose, current step [1], period.
#include "random_key.cuh"
#include "shared/augmentation_row.h"
#include "shared/initial_value.h"
#include "shared/permutation.h"

using echodc::AugmentationRow;

namespace {

constexpr int kThreads = 256;

__device__ inline int ownIndex() {
  return static_cast<int>(blockIdx.x) * kThreads + static_cast<int>(threadIdx.x);
}

}  // namespace

// dst[i] from the distribution of the segment that has i. ends [segments]: the first index after
// each; distributions [segments]: InitialSegment.Distribution; parameters [segments, 2]: theirs. A
// thread draws the four numbers of one Philox block.
extern "C" __global__ void __launch_bounds__(kThreads)
    initialize(long long seed, int purpose, const int* __restrict__ step, int period, int segments,
               const int* __restrict__ ends, const int* __restrict__ distributions,
               const float* __restrict__ parameters, float* __restrict__ dst) {
  const int block = ownIndex(), first = 4 * block;
  if (first >= ends[segments - 1]) return;
  const echodc::PhiloxBlock words =
      currentKey(seed, purpose, step, period).block(static_cast<unsigned>(block), 0);
  int segment = 0;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    while (segment < segments && first + i >= ends[segment]) ++segment;
    if (segment == segments) return;
    const echodc::InitialDistribution distribution = {
        static_cast<echodc::Distribution>(distributions[segment]), parameters[2 * segment],
        parameters[2 * segment + 1]};
    dst[first + i] = echodc::initialValue(distribution, words, i);
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
  const echodc::Permutation permutation(currentKey(seed, purpose, step, period),
                                        static_cast<unsigned>(group),
                                        static_cast<unsigned>(bounds[group + 1] - bounds[group]));
  dst[static_cast<long long>(group) * count + j] =
      bounds[group] + static_cast<int>(permutation(static_cast<unsigned>(first + j)));
}

// rows [groups]; a thread draws one. policy: bits of Transform.
extern "C" __global__ void __launch_bounds__(kThreads)
    drawAugmentation(long long seed, int purpose, const int* __restrict__ step, int period,
                     int policy, int imageSize, int groups, AugmentationRow* __restrict__ rows) {
  const int group = ownIndex();
  if (group < groups)
    rows[group] = echodc::drawAugmentationRow(currentKey(seed, purpose, step, period),
                                              static_cast<unsigned>(group),
                                              static_cast<unsigned>(policy), imageSize);
}

// One thread.
extern "C" __global__ void __launch_bounds__(kThreads) advance(int* __restrict__ step) {
  if (threadIdx.x == 0) ++*step;
}
