// Counter-based random numbers: the rules are those of operation.RandomKey and its users
// in Java, to the bit.
#include <algorithm>

#include "call.h"
#include "context.h"
#include "operations.h"
#include "permutation.h"
#include "philox.h"

namespace echodc::cpu {

namespace {

constexpr int64_t kPiece = 1 << 14;  // numbers that one thread draws at a time; a multiple of 4

// Bits of a policy: ordinals of AugmentationPolicy.Transform.
enum Transform { kFlip, kColor, kCrop, kScale, kRotate, kCutout };

// Columns of a table: ordinals of AugmentationColumn.
constexpr int kColumns = 10;
constexpr float kNeutralRow[kColumns] = {0, 0, 1, 1, 0, 0, 0, 0, 0, 0};

constexpr float kLowestScale = 1 / 1.2f, kHighestScale = 1.2f;
constexpr float kLargestAngle = static_cast<float>(15 * 3.14159265358979323846 / 180);

// A whole number in [low, high].
float drawWhole(uint32_t word, int low, int high) {
  return static_cast<float>(low + wholeNumber(word, high - low + 1));
}

void drawWarp(const PhiloxBlock& words, unsigned policy, int imageSize, float* row) {
  Transform choices[3];
  int count = 0;
  for (const Transform transform : {kCrop, kScale, kRotate})
    if (policy >> transform & 1) choices[count++] = transform;
  if (count == 0) return;
  const Transform chosen = choices[wholeNumber(words[0], count)];
  row[4] = static_cast<float>(chosen - kCrop + 1);
  if (chosen == kCrop) {
    const int largestShift = (imageSize + 4) / 8;  // floor(size / 8 + 1 / 2)
    row[5] = drawWhole(words[1], -largestShift, largestShift);
    row[6] = drawWhole(words[2], -largestShift, largestShift);
  } else if (chosen == kScale) {
    row[5] = kLowestScale + (kHighestScale - kLowestScale) * uniform(words[1]);
    row[6] = kLowestScale + (kHighestScale - kLowestScale) * uniform(words[2]);
  } else {
    row[5] = (uniform(words[1]) * 2 - 1) * kLargestAngle;
  }
}

}  // namespace

void initialize(Context& context, const RandomKey& key, const std::vector<UniformSegment>& segments,
                float* dst) {
  int64_t total = 0;
  for (const UniformSegment& segment : segments) total += segment.size;
  context.parallelFor((total + kPiece - 1) / kPiece, [&](int64_t piece, int) {
    const int64_t end = std::min(total, (piece + 1) * kPiece);
    int64_t i = piece * kPiece, segmentBegin = 0;
    PhiloxBlock words{};
    for (const UniformSegment& segment : segments) {
      const int64_t segmentEnd = segmentBegin + segment.size;
      for (; i < std::min(end, segmentEnd); ++i) {
        // A segment may begin within a block whose words the previous one has drawn.
        if (i % 4 == 0) words = randomBlock(key, static_cast<uint32_t>(i / 4), 0);
        dst[i] = segment.low + (segment.high - segment.low) * uniform(words[i % 4]);
      }
      segmentBegin = segmentEnd;
    }
  });
}

void sample(Context& context, const RandomKey& key, const int32_t* bounds, int groups, int first,
            int count, int32_t* dst) {
  const int64_t pieces = (count + kPiece - 1) / kPiece;  // of one group
  context.parallelFor(groups * pieces, [&](int64_t item, int) {
    const int group = static_cast<int>(item / pieces);
    const int begin = static_cast<int>(item % pieces * kPiece);
    const int end = static_cast<int>(std::min<int64_t>(count, begin + kPiece));
    const Permutation permutation(key, group, bounds[group + 1] - bounds[group]);
    for (int j = begin; j < end; ++j)
      dst[int64_t{group} * count + j] =
          bounds[group] + static_cast<int32_t>(permutation(first + j));
  });
}

void drawAugmentation(Context&, const RandomKey& key, unsigned policy, int imageSize, int groups,
                      float* dst) {
  for (int group = 0; group < groups; ++group) {
    float* row = dst + int64_t{group} * kColumns;
    std::copy_n(kNeutralRow, kColumns, row);
    const PhiloxBlock color = randomBlock(key, 0, group);
    if (policy >> kFlip & 1) row[0] = uniform(color[0]) < 0.5f ? 1 : 0;
    if (policy >> kColor & 1) {
      row[1] = uniform(color[1]) - 0.5f;
      row[2] = uniform(color[2]) * 2;
      row[3] = uniform(color[3]) + 0.5f;
    }
    drawWarp(randomBlock(key, 1, group), policy, imageSize, row);
    if (policy >> kCutout & 1) {
      // A square of even side has its centre between pixels, so one more place to be.
      const int side = (imageSize + 1) / 2;
      const int highest = side % 2 == 0 ? imageSize : imageSize - 1;
      const PhiloxBlock square = randomBlock(key, 2, group);
      row[7] = 1;
      row[8] = drawWhole(square[0], 0, highest);
      row[9] = drawWhole(square[1], 0, highest);
    }
  }
}

void advance(Context&, int32_t* step) { ++*step; }

ECHODC_OPERATION(initialize) {
  const RandomKey key = call.key();
  const int count = call.whole("segments");
  std::vector<UniformSegment> segments;
  for (int i = 0; i < count; ++i)
    segments.push_back({call.whole("size"), call.number("low"), call.number("high")});
  auto* dst = call.out<float>("dst");
  initialize(call.complete(), key, segments, dst);
}

ECHODC_OPERATION(sample) {
  const RandomKey key = call.key();
  const auto* bounds = call.in<int32_t>("segments");
  const int groups = call.whole("groups"), first = call.whole("first"), count = call.whole("count");
  auto* dst = call.out<int32_t>("dst");
  sample(call.complete(), key, bounds, groups, first, count, dst);
}

ECHODC_OPERATION(drawAugmentation) {
  const RandomKey key = call.key();
  const auto policy = static_cast<unsigned>(call.whole("policy"));
  const int imageSize = call.whole("imageSize"), groups = call.whole("groups");
  auto* dst = call.out<float>("dst");
  drawAugmentation(call.complete(), key, policy, imageSize, groups, dst);
}

ECHODC_OPERATION(advance) {
  auto* step = call.out<int32_t>("step");
  advance(call.complete(), step);
}

}  // namespace echodc::cpu
