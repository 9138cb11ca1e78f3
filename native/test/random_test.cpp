// Random numbers, sampling without replacement and drawn augmentations.
#include <algorithm>
#include <numeric>

#include "check.h"
#include "context.h"
#include "on_any_threads.h"
#include "operations.h"
#include "philox.h"

namespace {

using namespace echodc::cpu;
using check::onAnyThreads;
using Floats = std::vector<float>;
using Doubles = std::vector<double>;
using Ints = std::vector<int32_t>;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr int kColumns = 10;

const RandomKey kKey = {0x123456789abcdef0, 3, 17};

void testPhilox() {
  const uint32_t ones = 0xffffffff;
  check::isTrue("Philox of zeros", philox({0, 0, 0, 0}, 0, 0) ==
                                       PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  check::isTrue("Philox of ones", philox({ones, ones, ones, ones}, ones, ones) ==
                                      PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  check::isTrue("Philox of pi",
                philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0) ==
                    PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

void testInitialize() {
  const std::vector<UniformSegment> segments = {{5, -1, 1}, {0, 9, 9}, {40001, 0, 0.5f}, {3, 2, 2}};
  Floats expected;
  for (const UniformSegment& s : segments) {
    for (int64_t i = 0; i < s.size; ++i) {
      const auto at = static_cast<uint32_t>(expected.size());
      const uint32_t word = randomBlock(kKey, at / 4, 0)[at % 4];
      expected.push_back(s.low + (s.high - s.low) * (static_cast<float>(word >> 8) / 16777216.0f));
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
  Floats neutral(3 * kColumns, kNan);
  drawAugmentation(context, kKey, 0, 32, 3, neutral.data());
  const Floats row = {0, 0, 1, 1, 0, 0, 0, 0, 0, 0};
  for (int g = 0; g < 3; ++g)
    check::isTrue("no policy, neutral row",
                  std::equal(row.begin(), row.end(), neutral.begin() + g * kColumns));

  for (const int size : {28, 32, 7}) {
    Floats table(kGroups * kColumns, kNan);
    drawAugmentation(context, kKey, 0b111111, size, kGroups, table.data());
    const int side = (size + 1) / 2, shift = (size + 4) / 8;
    const float highest = static_cast<float>(side % 2 == 0 ? size : size - 1);
    Doubles mean(kColumns);
    bool inRange = true;
    float largestShift = 0, farthest = 0;
    for (int g = 0; g < kGroups; ++g) {
      const float* r = &table[g * kColumns];
      for (int c = 0; c < kColumns; ++c) mean[c] += r[c] / kGroups;
      inRange &= (r[0] == 0 || r[0] == 1) && std::abs(r[1]) <= 0.5f && r[2] >= 0 && r[2] < 2;
      inRange &= r[3] >= 0.5f && r[3] < 1.5f && r[7] == 1 && std::min(r[8], r[9]) >= 0;
      farthest = std::max({farthest, r[8], r[9]});
      const float a = std::abs(r[5]);
      if (r[4] == 1) inRange &= a <= shift && a == std::floor(a) && std::abs(r[6]) <= shift;
      if (r[4] == 1) largestShift = std::max({largestShift, r[5], r[6]});
      if (r[4] == 2) inRange &= std::min(r[5], r[6]) > 0.83f && std::max(r[5], r[6]) <= 1.2f;
      if (r[4] == 3) inRange &= a <= 0.2618f && r[6] == 0;
    }
    check::isTrue("drawn parameters in range", inRange);
    check::isTrue("largest shift", largestShift == static_cast<float>(shift));
    check::isTrue("farthest cutout", farthest == highest);
    check::close("means of drawn parameters", Doubles(mean.begin(), mean.begin() + 5),
                 Doubles{0.5, 0, 1, 1, 2}, 0.05, 0);
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
