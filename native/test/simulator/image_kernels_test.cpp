// The kernels of images and random numbers, run by the simulated driver, against plain loops.
#include <vector>

#include "device.h"
#include "naive_imaging.h"

using echodc::AugmentationRow;
using echodc::Permutation;
using echodc::RandomKey;
using echodc::cpu::Decoding;
using echodc::cpu::ImageShape;
using naive::Doubles;
using Floats = std::vector<float>;
using Ints = std::vector<int32_t>;

namespace {

constexpr unsigned kThreads = 256, kShared = 32 * sizeof(double);
constexpr long long kSeed = 0x123456789abcdef;
constexpr int kPurpose = 3, kStep = 21, kPeriod = 4;
constexpr RandomKey kKey = {static_cast<uint64_t>(kSeed), kPurpose, kStep / kPeriod};

// Each warp with all that goes with it, and a row that changes nothing.
const std::vector<AugmentationRow> kRows = {{1, 0.2f, 1.5f, 0.7f, 1, -2, 1, 1, 3, 4},
                                            {0, -0.3f, 0.4f, 1.4f, 2, 0.9f, 1.15f, 0, 0, 0},
                                            {1, 0.1f, 1.1f, 1.2f, 3, 0.2f, 0, 1, 0, 8},
                                            {0, 0, 1, 1, 0, 0, 0, 0, 0, 0}};
constexpr int kTableRows = 4;
constexpr float kMean[] = {0.4f, 0.3f, 0.2f}, kStd[] = {0.5f, 0.25f, 0.7f};

Floats normalization(int channels) {
  Floats values(kMean, kMean + channels);
  values.insert(values.end(), kStd, kStd + channels);
  return values;
}

// Normalised and augmented by the row of image `index` of `count`.
Doubles augmented(const ImageShape& s, Doubles image, int index, int count) {
  for (size_t i = 0; i < image.size(); ++i)
    image[i] = (image[i] - kMean[i % s.channels]) / kStd[i % s.channels];
  return naive::augment(s, kRows[index / (count / kTableRows)], image);
}

void append(Doubles& all, const Doubles& part) { all.insert(all.end(), part.begin(), part.end()); }

void gathers(const ImageShape& s, check::Random& random) {
  Device device;
  const Ints indices = {4, 0, 3, 3, 1, 2, 0, 4};
  const int count = static_cast<int>(indices.size()), n = 5;
  const Floats images = random.normal(n * s.elements());
  Doubles expected;
  for (int i = 0; i < count; ++i) {
    const auto from = images.begin() + indices[i] * s.elements();
    append(expected, augmented(s, Doubles(from, from + s.elements()), i, count));
  }
  const uint64_t dst = device.allocate(expected.size());
  device.launch("gatherFloats", {static_cast<unsigned>(count)}, kThreads, kShared, n, s.height,
                s.width, s.channels, device.upload(images),
                device.upload(normalization(s.channels)), device.upload(indices),
                count / kTableRows, device.upload(kRows), dst);
  check::close("gather", device.download(dst, expected.size()), expected, 1e-5, 1e-4);
}

void gathersNothingFromOutside() {
  Device device;
  const Ints indices = {0, 2, -1};
  const uint64_t dst = device.allocate(3 * 4);
  device.launch("gatherBytes", {3}, kThreads, kShared, 2, 2, 2, 1,
                device.upload(std::vector<uint8_t>(8, 255)), device.upload(normalization(1)),
                device.upload(indices), 3,
                device.upload(std::vector<AugmentationRow>{kRows.back()}), dst);
  const auto result = device.download(dst, 12);
  check::isTrue("an image that is there", std::abs(result[3] - (1 - 0.4f) / 0.5f) < 1e-5f);
  check::isTrue("images that are not", std::isnan(result[4]) && std::isnan(result[11]));
  const uint64_t labels = device.allocate<int32_t>(3);
  device.launch("gatherLabels", {1}, kThreads, 0, 3ll, 2, device.upload(Ints{7, 8}),
                device.upload(indices), labels);
  check::bitwiseEqual("labels", device.download<int32_t>(labels, 3), Ints{7, -1, -1});
}

// The decoded, normalised and augmented images; affine in the stored ones.
Doubles decoded(const ImageShape& s, const Decoding& d, const Floats& stored,
                const Ints& selection) {
  Doubles all;
  const int count = static_cast<int>(selection.size());
  for (int i = 0; i < count; ++i)
    append(all, augmented(s, naive::decode(s, d, stored, selection[i]), i, count));
  return all;
}

void decodes(const ImageShape& s, int factor, check::Random& random) {
  Device device;
  const Decoding d = {4, 2, factor};  // two classes
  const int tiles = factor * factor;
  Ints selection(static_cast<size_t>(d.storedImages) * tiles);
  for (size_t i = 0; i < selection.size(); ++i)
    selection[i] = static_cast<int32_t>((i * 7) % selection.size());
  const int count = static_cast<int>(selection.size());
  const Floats stored = random.normal(d.storedImages * s.elements(), 0.5f, 0.2f);
  const Floats change = random.normal(d.storedImages * s.elements());
  const Doubles expected = decoded(s, d, stored, selection);
  const uint64_t normal = device.upload(normalization(s.channels)),
                 chosen = device.upload(selection), rows = device.upload(kRows),
                 dst = device.allocate(expected.size());
  const auto blocks = static_cast<unsigned>(count);
  device.launch("decode", {blocks}, kThreads, kShared, d.storedImages, s.height, s.width,
                s.channels, d.ipc, factor, device.upload(stored), normal, chosen,
                count / kTableRows, rows, dst);
  check::close("decode", device.download(dst, expected.size()), expected, 1e-5, 1e-4);

  // Every direction: <gradient, change> = <dstGradient, decoded(stored + change) - decoded(stored)>
  const Floats dstGradient = random.normal(static_cast<int64_t>(expected.size()));
  const uint64_t plain = device.allocate(expected.size()),
                 gradient = device.allocate(stored.size());
  device.launch("decodeBackward", {blocks}, kThreads, kShared, d.storedImages, s.height, s.width,
                s.channels, d.ipc, factor, device.upload(dstGradient), normal, chosen,
                count / kTableRows, rows, plain, gradient);
  const Floats result = device.download(gradient, stored.size());
  for (int direction = 0; direction < 3; ++direction) {
    Floats moved = stored;
    double left = 0, right = 0;
    for (size_t i = direction; i < moved.size(); i += 3) {
      moved[i] += change[i];
      left += static_cast<double>(result[i]) * (static_cast<double>(moved[i]) - stored[i]);
    }
    const Doubles after = decoded(s, d, moved, selection);
    for (size_t i = 0; i < after.size(); ++i) right += dstGradient[i] * (after[i] - expected[i]);
    check::close("decode backward", Doubles{left}, Doubles{right}, 1e-3, 1e-4);
  }
}

void mixes(check::Random& random) {
  Device device;
  const ImageShape s = {9, 7, 2};
  constexpr int kBatch = 5;
  const Floats src = random.normal(kBatch * s.elements());
  const Ints labels = {3, 1, 4, 1, 5};
  const naive::Mixed expected = naive::cutMix(kKey, 1, s, src, labels);
  const uint64_t dst = device.allocate(src.size()), partners = device.allocate<int32_t>(kBatch),
                 weight = device.allocate(1);
  device.launch("cutMix", {kBatch}, kThreads, 0, kSeed, kPurpose, device.upload(Ints{kStep}),
                kPeriod, 1.0f, kBatch, s.height, s.width, s.channels, device.upload(src),
                device.upload(labels), dst, partners, weight);
  check::bitwiseEqual("mixed images", device.download(dst, src.size()), expected.images);
  check::bitwiseEqual("partners", device.download<int32_t>(partners, kBatch), expected.partners);
  check::bitwiseEqual("weight", device.download(weight, 1), Floats{expected.weight});
}

void draws() {
  Device device;
  const uint64_t step = device.upload(Ints{kStep});
  const Ints bounds = {0, 300, 1300};
  constexpr int kFirst = 20, kCount = 270;
  const uint64_t sample = device.allocate<int32_t>(2 * kCount);
  device.launch("sampleWithoutReplacement", {2, 2}, kThreads, 0, kSeed, kPurpose, step, kPeriod,
                device.upload(bounds), kFirst, kCount, sample);
  Ints expected;
  for (int group = 0; group < 2; ++group) {
    const Permutation permutation(kKey, group, bounds[group + 1] - bounds[group]);
    for (int j = 0; j < kCount; ++j)
      expected.push_back(bounds[group] + static_cast<int32_t>(permutation(kFirst + j)));
  }
  check::bitwiseEqual("sample", device.download<int32_t>(sample, expected.size()), expected);

  const Ints ends = {5, 6, 700, 1027}, distributions = {0, 0, 0, 1};
  const Floats range = {-1, 1, 0.5f, 0.5f, 2, 6, 1, 3};
  const uint64_t numbers = device.allocate(1027);
  device.launch("initialize", {2}, kThreads, 0, kSeed, kPurpose, step, kPeriod, 4,
                device.upload(ends), device.upload(distributions), device.upload(range), numbers);
  Floats drawn(1027);
  for (int i = 0; i < 1027; ++i) {
    const auto words = kKey.block(i / 4, 0);
    if (i >= 700) {
      drawn[i] = static_cast<float>(1 + 3 * echodc::standardNormal(words, i % 4));
      continue;
    }
    const int segment = i < 5 ? 0 : i < 6 ? 1 : 2;
    const float u = echodc::uniform(words[i % 4]);
    const float scaled = (range[2 * segment + 1] - range[2 * segment]) * u;
    drawn[i] = range[2 * segment] + scaled;
  }
  check::bitwiseEqual("numbers", device.download(numbers, drawn.size()), drawn);

  constexpr int kRowsDrawn = 300, kSize = 28;
  const uint64_t table = device.allocate<AugmentationRow>(kRowsDrawn);
  device.launch("drawAugmentation", {2}, kThreads, 0, kSeed, kPurpose, step, kPeriod, 0b111111,
                kSize, kRowsDrawn, table);
  Floats rows;
  for (int group = 0; group < kRowsDrawn; ++group) {
    const AugmentationRow row = echodc::drawAugmentationRow(kKey, group, 0b111111, kSize);
    rows.insert(rows.end(), {row.flip, row.brightness, row.saturation, row.contrast, row.warp,
                             row.warpA, row.warpB, row.cutout, row.cutoutRow, row.cutoutColumn});
  }
  check::bitwiseEqual("augmentation", device.download(table, rows.size()), rows);

  device.launch("advance", {1}, 32, 0, step);
  check::bitwiseEqual("step", device.download<int32_t>(step, 1), Ints{kStep + 1});
}

}  // namespace

int main() {
  check::Random random(577215);
  gathers({13, 13, 3}, random);
  gathers({8, 12, 1}, random);
  gathersNothingFromOutside();
  decodes({13, 13, 3}, 2, random);
  decodes({8, 8, 1}, 1, random);
  mixes(random);
  draws();
  return check::report();
}
