// Counter-based random numbers: the rules are those of operation.RandomKey and its users
// in Java, to the bit.
#include <algorithm>

#include "call.h"
#include "context.h"
#include "operations.h"
#include "shared/augmentation_row.h"
#include "shared/permutation.h"

namespace echodc::cpu {

namespace {

constexpr int64_t kPiece = 1 << 14;  // numbers that one thread draws at a time; a multiple of 4

}  // namespace

void initialize(Context& context, const RandomKey& key, const std::vector<InitialSegment>& segments,
                float* dst) {
  int64_t total = 0;
  for (const InitialSegment& segment : segments) total += segment.size;
  context.parallelFor((total + kPiece - 1) / kPiece, [&](int64_t piece, int) {
    const int64_t end = std::min(total, (piece + 1) * kPiece);
    int64_t i = piece * kPiece, segmentBegin = 0;
    PhiloxBlock words{};
    for (const InitialSegment& segment : segments) {
      const int64_t segmentEnd = segmentBegin + segment.size;
      for (; i < std::min(end, segmentEnd); ++i) {
        // A segment may begin within a block whose words the previous one has drawn.
        if (i % 4 == 0) words = key.block(static_cast<uint32_t>(i / 4), 0);
        dst[i] = initialValue(segment.distribution, words, static_cast<int>(i % 4));
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
                      AugmentationRow* dst) {
  for (int group = 0; group < groups; ++group)
    dst[group] = drawAugmentationRow(key, group, policy, imageSize);
}

void advance(Context&, int32_t* step) { ++*step; }

ECHODC_OPERATION(initialize) {
  const RandomKey key = call.key();
  const int count = call.whole("segments");
  std::vector<InitialSegment> segments;
  for (int i = 0; i < count; ++i)
    segments.push_back({call.whole("size"),
                        {static_cast<Distribution>(call.whole("distribution")),
                         call.number("first parameter"), call.number("second parameter")}});
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
  auto* dst = reinterpret_cast<AugmentationRow*>(call.out<float>("dst"));
  drawAugmentation(call.complete(), key, policy, imageSize, groups, dst);
}

ECHODC_OPERATION(advance) {
  auto* step = call.out<int32_t>("step");
  advance(call.complete(), step);
}

}  // namespace echodc::cpu
