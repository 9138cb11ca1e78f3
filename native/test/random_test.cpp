// Random numbers, sampling without replacement and drawn augmentations.
#include <algorithm>
#include <numeric>

#include "check.h"
#include "context.h"
#include "on_any_threads.h"
#include "operations.h"
#include "shared/philox.h"

namespace {

using namespace echodc;
using namespace echodc::cpu;
using check::onAnyThreads;
using Floats = std::vector<float>;
using Doubles = std::vector<double>;
using Ints = std::vector<int32_t>;

const RandomKey kKey = {0x123456789abcdef0, 3, 17};

using Words = std::vector<uint32_t>;

Words philoxOf(const PhiloxBlock& counter, uint32_t key0, uint32_t key1) {
  const PhiloxBlock block = philox(counter, key0, key1);
  return Words(std::begin(block.word), std::end(block.word));
}

void testPhilox() {
  const uint32_t ones = 0xffffffff;
  check::isTrue("Philox of zeros", philoxOf({{0, 0, 0, 0}}, 0, 0) ==
                                       Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  check::isTrue("Philox of ones", philoxOf({{ones, ones, ones, ones}}, ones, ones) ==
                                      Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  check::isTrue("Philox of pi",
                philoxOf({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0xa4093822,
                         0x299f31d0) == Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

void testInitialize() {
  const auto uniformSegment = [](int64_t size, float low, float high) {
    return InitialSegment{size, {Distribution::uniform, low, high}};
  };
  const std::vector<InitialSegment> segments = {uniformSegment(5, -1, 1), uniformSegment(0, 9, 9),
                                                uniformSegment(40001, 0, 0.5f),
                                                uniformSegment(3, 2, 2)};
  Floats expected;
  for (const InitialSegment& s : segments) {
    for (int64_t i = 0; i < s.size; ++i) {
      const auto at = static_cast<uint32_t>(expected.size());
      const uint32_t word = kKey.block(at / 4, 0)[at % 4];
      const float low = s.distribution.first, high = s.distribution.second;
      expected.push_back(low + (high - low) * (static_cast<float>(word >> 8) / 16777216.0f));
    }
  }
  const Floats actual = onAnyThreads<float>(
      "initialize", static_cast<int64_t>(expected.size()),
      [&](Context& context, float* dst) { initialize(context, kKey, segments, dst); });
  check::bitwiseEqual("initialize", actual, expected);
}

void testSample() {
  const Ints bounds = {10, 11, 13, 16, 20, 37, 20037};
  const int groups = static_cast<int>(bounds.size()) - 1;
  for (int group = 0; group < groups; ++group) {
    const int size = bounds[group + 1] - bounds[group];
    const Ints range = {bounds[group], bounds[group + 1]};
    Ints drawn = onAnyThreads<int32_t>("sample", size, [&](Context& context, int32_t* dst) {
      sample(context, kKey, range.data(), 1, 0, size, dst);
    });
    std::sort(drawn.begin(), drawn.end());
    Ints all(size);
    std::iota(all.begin(), all.end(), bounds[group]);
    check::isTrue("sample is a permutation of " + std::to_string(size), drawn == all);
  }
  Context context(2);
  const Ints two = {0, 1000, 3000};
  Ints whole(2 * 900), part(2 * 300);
  sample(context, kKey, two.data(), 2, 0, 900, whole.data());
  sample(context, kKey, two.data(), 2, 500, 300, part.data());
  for (int group = 0; group < 2; ++group)
    check::isTrue("sample continues where it was left",
                  std::equal(part.begin() + group * 300, part.begin() + (group + 1) * 300,
                             whole.begin() + group * 900 + 500));
}

void testDrawAugmentation() {
  constexpr int kGroups = 4000;
  Context context(1);
  std::vector<AugmentationRow> neutral(3);
  drawAugmentation(context, kKey, 0, 32, 3, neutral.data());
  for (const AugmentationRow& r : neutral)
    check::isTrue("no policy, neutral row", r.flip == 0 && r.brightness == 0 && r.saturation == 1 &&
                                                r.contrast == 1 && r.warp == 0 && r.warpA == 0 &&
                                                r.warpB == 0 && r.cutout == 0 && r.cutoutRow == 0 &&
                                                r.cutoutColumn == 0);

  for (const int size : {28, 32, 7}) {
    std::vector<AugmentationRow> table(kGroups);
    drawAugmentation(context, kKey, 0b111111, size, kGroups, table.data());
    const int side = (size + 1) / 2, shift = (size + 4) / 8;
    const float highest = static_cast<float>(side % 2 == 0 ? size : size - 1);
    Doubles mean(5);
    bool inRange = true;
    float largestShift = 0, farthest = 0;
    for (const AugmentationRow& r : table) {
      const float means[] = {r.flip, r.brightness, r.saturation, r.contrast, r.warp};
      for (int c = 0; c < 5; ++c) mean[c] += means[c] / kGroups;
      inRange &= (r.flip == 0 || r.flip == 1) && std::abs(r.brightness) <= 0.5f;
      inRange &= r.saturation >= 0 && r.saturation < 2 && r.contrast >= 0.5f && r.contrast < 1.5f;
      inRange &= r.cutout == 1 && std::min(r.cutoutRow, r.cutoutColumn) >= 0;
      farthest = std::max({farthest, r.cutoutRow, r.cutoutColumn});
      const float a = std::abs(r.warpA);
      if (r.warp == 1) {
        inRange &= a <= shift && a == std::floor(a) && std::abs(r.warpB) <= shift;
        largestShift = std::max({largestShift, r.warpA, r.warpB});
      }
      if (r.warp == 2)
        inRange &= std::min(r.warpA, r.warpB) > 0.83f && std::max(r.warpA, r.warpB) <= 1.2f;
      if (r.warp == 3) inRange &= a <= 0.2618f && r.warpB == 0;
    }
    check::isTrue("drawn parameters in range", inRange);
    check::isTrue("largest shift", largestShift == static_cast<float>(shift));
    check::isTrue("farthest cutout", farthest == highest);
    check::close("means of drawn parameters", mean, Doubles{0.5, 0, 1, 1, 2}, 0.05, 0);
  }
}

}  // namespace

int main() {
  std::printf("seed %llx\n", static_cast<unsigned long long>(kKey.seed));
  testPhilox();
  testInitialize();
  testSample();
  testDrawAugmentation();
  return check::report();
}
