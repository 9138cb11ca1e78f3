// Gathering, decoding, augmentation and CutMix against plain loops in double.
#include <algorithm>
#include <stdexcept>

#include "check.h"
#include "context.h"
#include "naive_imaging.h"
#include "on_any_threads.h"
#include "operations.h"

namespace {

using namespace echodc::cpu;
using check::onAnyThreads;
using echodc::AugmentationRow;
using echodc::RandomKey;
using Floats = std::vector<float>;
using Doubles = std::vector<double>;
using Ints = std::vector<int32_t>;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr AugmentationRow kNeutral = {0, 0, 1, 1, 0, 0, 0, 0, 0, 0};

std::string name(const ImageShape& s) {
  return std::to_string(s.height) + "x" + std::to_string(s.width) + "x" +
         std::to_string(s.channels);
}

template <typename Operation>
void throwsOutOfRange(const std::string& what, const std::string& number,
                      const Operation& operation) {
  try {
    operation();
    check::isTrue(what + ": no exception", false);
  } catch (const std::out_of_range& e) {
    check::isTrue(what + ": " + e.what(), std::string(e.what()).find(number) != std::string::npos);
  }
}

// Rows that combine everything, the last one neutral.
std::vector<AugmentationRow> randomTable(int rows, int imageSize, uint32_t step) {
  Context context(1);
  std::vector<AugmentationRow> table(rows);
  drawAugmentation(context, {99, 3, step}, 0b111111, imageSize, rows, table.data());
  table.back() = kNeutral;
  return table;
}

void testGather(const ImageShape& shape, check::Random& random) {
  constexpr int kImages = 5, kCount = 12;
  const Normalization normalization = {{0.4f, 0.3f, 0.2f}, {0.5f, 0.25f, 0.7f}};
  const Ints indices = {4, 0, 3, 3, 1, 2, 0, 4, 2, 1, 1, 0};
  const Floats floats = random.normal(kImages * shape.elements());
  std::vector<uint8_t> bytes(floats.size());
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(i * 37 % 256);
  for (const int rows : {1, 4, 12}) {
    const std::vector<AugmentationRow> table = randomTable(rows, shape.height, rows);
    const Augmentation augmentation = {table.data(), rows};
    for (const bool useBytes : {false, true}) {
      const std::string what = std::string("gather ") + name(shape) + (useBytes ? " bytes" : "");
      Doubles expected;
      for (int i = 0; i < kCount; ++i) {
        Doubles image(shape.elements());
        for (int64_t e = 0; e < shape.elements(); ++e) {
          const int64_t at = indices[i] * shape.elements() + e, c = e % shape.channels;
          const double pixel = useBytes ? bytes[at] / 255.0 : floats[at];
          image[e] = (pixel - normalization.mean[c]) / normalization.std[c];
        }
        const Doubles result = naive::augment(shape, table[i / (kCount / rows)], image);
        expected.insert(expected.end(), result.begin(), result.end());
      }
      const PixelSource source = {useBytes ? bytes.data() : nullptr,
                                  useBytes ? nullptr : floats.data(), kImages};
      const Floats actual = onAnyThreads<float>(what, static_cast<int64_t>(expected.size()),
                                                [&](Context& context, float* dst) {
                                                  gather(context, shape, source, normalization,
                                                         indices.data(), kCount, augmentation, dst);
                                                });
      check::close(what, actual, expected, 5e-5, 1e-4);
    }
  }
}

void testGatherIndices() {
  Context context(2);
  const Ints values = {7, 8, 9}, wrong = {0, 3}, negative = {-1, 0};
  Ints labels(4);
  const Ints indices = {2, 2, 0, 1};
  gatherLabels(context, values.data(), 3, indices.data(), 4, labels.data());
  check::isTrue("gatherLabels", labels == Ints{9, 9, 7, 8});
  const Floats image(3 * 4);
  Floats dst(2 * 4);
  const auto gatherThem = [&](const Ints& which) {
    gather(context, {2, 2, 1}, {nullptr, image.data(), 3}, {{0}, {1}}, which.data(), 2,
           {&kNeutral, 1}, dst.data());
  };
  throwsOutOfRange("gather beyond", "3 ", [&] { gatherThem(wrong); });
  throwsOutOfRange("gather before", "-1 ", [&] { gatherThem(negative); });
  throwsOutOfRange("labels beyond", "[0, 3)", [&] {
    gatherLabels(context, values.data(), 3, wrong.data(), 2, labels.data());
  });
  throwsOutOfRange("decode beyond", "[0, 3)", [&] {
    decode(context, {2, 2, 1}, {3, 1, 1}, image.data(), wrong.data(), 2, {{0}, {1}}, {&kNeutral, 1},
           dst.data());
  });
}

void testDecode(const ImageShape& shape, int factor, check::Random& random) {
  const std::string what = "decode " + name(shape) + " factor " + std::to_string(factor);
  const Decoding decoding = {6, 2, factor};  // 3 classes
  const Normalization normalization = {{0.4f, 0.3f, 0.2f}, {0.5f, 0.25f, 0.7f}};
  const int all = decoding.storedImages * factor * factor, count = std::max(3, all / 3 * 2 / 3 * 3);
  Ints selection(count);
  for (int i = 0; i < count; ++i) selection[i] = i * 5 % all;  // 5 is prime to all; no repetition
  const std::vector<AugmentationRow> table = randomTable(3, shape.height, factor);
  const Augmentation augmentation = {table.data(), 3};
  const Floats stored = random.normal(decoding.storedImages * shape.elements(), 0.5f, 0.3f);
  const auto run = [&](const Floats& pixels) {
    return onAnyThreads<float>(what, count * shape.elements(), [&](Context& context, float* dst) {
      decode(context, shape, decoding, pixels.data(), selection.data(), count, normalization,
             augmentation, dst);
    });
  };
  Doubles expected;
  for (int i = 0; i < count; ++i) {
    Doubles image = naive::decode(shape, decoding, stored, selection[i]);
    for (int64_t e = 0; e < shape.elements(); ++e) {
      const int64_t c = e % shape.channels;
      image[e] = (image[e] - normalization.mean[c]) / normalization.std[c];
    }
    const Doubles result = naive::augment(shape, table[i / (count / 3)], image);
    expected.insert(expected.end(), result.begin(), result.end());
  }
  const Floats actual = run(stored);
  check::close(what, actual, expected, 1e-4, 1e-4);

  // The map is affine: its adjoint is exact if <A x - A 0, y> = <x, A' y> for some x and y, and
  // each component of A' y is what a finite difference gives, whatever the step.
  const Floats gradient = random.normal(count * shape.elements());
  const Floats adjoint = onAnyThreads<float>(
      what + " backward", static_cast<int64_t>(stored.size()), [&](Context& context, float* dst) {
        decodeBackward(context, shape, decoding, gradient.data(), selection.data(), count,
                       normalization, augmentation, dst);
      });
  const auto dot = [&](const auto& a, const auto& b) {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
    return sum;
  };
  const Floats atZero = run(Floats(stored.size()));
  const double value = dot(actual, gradient) - dot(atZero, gradient);
  check::close(what + " adjoint", Doubles{value}, Doubles{dot(stored, adjoint)}, 2e-2, 1e-5);
  for (size_t i = 0; i < stored.size(); i += stored.size() / 7) {
    Floats moved = stored;
    moved[i] += 1;
    const double difference = dot(run(moved), gradient) - dot(actual, gradient);
    check::isTrue(what + " finite difference",
                  std::abs(difference - adjoint[i]) < 2e-3 + 1e-3 * std::abs(adjoint[i]));
  }
}

void testCutMix(const ImageShape& shape, check::Random& random) {
  constexpr int kBatch = 7;
  const Floats src = random.normal(kBatch * shape.elements());
  const Ints labels = {3, 1, 4, 1, 5, 9, 2};
  int mixed = 0;
  for (uint32_t step = 0; step < 20; ++step) {
    const RandomKey key = {5, 6, step};
    Context context(2);
    Ints partners(kBatch);
    float weight = kNan;
    const auto run = [&](Context& c, float* dst) {
      cutMix(c, key, 0.5f, shape, kBatch, src.data(), labels.data(), dst, partners.data(), &weight);
    };
    const Floats dst = onAnyThreads<float>("cutMix", static_cast<int64_t>(src.size()), run);
    const naive::Mixed expected = naive::cutMix(key, 0.5f, shape, src, labels);
    check::bitwiseEqual("cutMix " + name(shape), dst, expected.images);
    check::isTrue("cutMix weight", weight == expected.weight);
    check::isTrue("cutMix partners", partners == expected.partners);
    mixed += weight < 1;
  }
  check::isTrue("cutMix mixes sometimes", mixed > 2 && mixed < 18);
}

}  // namespace

int main() {
  check::Random random(271828);
  testGatherIndices();
  for (const ImageShape& shape :
       {ImageShape{28, 28, 1}, {32, 32, 3}, {9, 7, 3}, {9, 7, 1}, {1, 1, 1}}) {
    testGather(shape, random);
    if (shape.height > 1) testCutMix(shape, random);
    if (shape.height > 1)
      for (const int factor : {1, 2, 3}) testDecode(shape, factor, random);
  }
  return check::report();
}
