// The kernels of single layers, run by the simulated driver, against plain loops in double.
#include <vector>

#include "device.h"
#include "naive_network.h"

using echodc::cpu::ConvolutionShape;
using echodc::cpu::ImageShape;
using naive::toDouble;

namespace {

constexpr unsigned kThreads = 256;
constexpr unsigned kTile = 64;                                           // matrix_tile.cuh
constexpr unsigned kTileShared = 2 * 2 * 16 * (64 + 4) * sizeof(float);  // both operands, twice
constexpr unsigned kColumns = 32;                                        // column_sums.cuh
constexpr unsigned kColumnShared = kThreads * sizeof(float);
constexpr uint64_t kNone = 0;

unsigned covering(int64_t count, int64_t each) {
  return static_cast<unsigned>((count + each - 1) / each);
}

void convolutions(check::Random& random, const std::string& name, const ConvolutionShape& s) {
  Device device;
  const auto weight =
      random.normal(int64_t{s.kernel} * s.kernel * s.src.channels * s.outputChannels);
  const auto src = random.normal(s.batch * s.src.elements());
  const auto gradient = random.normal(s.batch * s.dst().elements());
  const auto bias = random.normal(s.outputChannels);
  const uint64_t weightOn = device.upload(weight), srcOn = device.upload(src),
                 gradientOn = device.upload(gradient);
  const int pixels = s.batch * static_cast<int>(s.dst().pixels());
  const int srcPixels = s.batch * static_cast<int>(s.src.pixels());

  const uint64_t dst = device.allocate(gradient.size());
  device.launch("convolutionForward", {covering(pixels, kTile), covering(s.outputChannels, kTile)},
                kThreads, kTileShared, pixels, s.src.height, s.src.width, s.src.channels,
                s.dst().height, s.dst().width, s.outputChannels, s.kernel, s.stride, s.padding,
                weightOn, device.upload(bias), srcOn, dst);
  naive::Values sums = naive::convolution(s, toDouble(weight), toDouble(src));
  for (size_t i = 0; i < sums.size(); ++i) sums[i] += bias[i % bias.size()];
  check::closeToSums(name + " forward", device.download(dst, gradient.size()), sums);

  const uint64_t srcGradient = device.allocate(src.size());
  device.launch("convolutionBackwardInput",
                {covering(srcPixels, kTile), covering(s.src.channels, kTile)}, kThreads,
                kTileShared, srcPixels, s.src.height, s.src.width, s.src.channels, s.dst().height,
                s.dst().width, s.outputChannels, s.kernel, s.stride, s.padding, weightOn,
                gradientOn, srcGradient);
  check::closeToSums(name + " backward input", device.download(srcGradient, src.size()),
                     naive::convolutionBackwardInput(s, toDouble(weight), toDouble(gradient)));

  const int chunk = 32, chunks = static_cast<int>(covering(pixels, chunk));
  const uint64_t partial = device.allocate(weight.size() * chunks);
  device.launch(
      "convolutionBackwardWeight",
      {static_cast<unsigned>(chunks), covering(s.kernel * s.kernel * s.src.channels, kTile),
       covering(s.outputChannels, kTile)},
      kThreads, kTileShared, pixels, s.src.height, s.src.width, s.src.channels, s.dst().height,
      s.dst().width, s.outputChannels, s.kernel, s.stride, s.padding, chunk, srcOn, gradientOn,
      partial);
  const uint64_t weightGradient = device.allocate(weight.size());
  device.launch("columnSums", {covering(static_cast<int64_t>(weight.size()), kColumns)}, kThreads,
                kColumnShared, chunks, static_cast<long long>(weight.size()), partial, kNone, 1,
                weightGradient);
  check::closeToSums(name + " backward weight", device.download(weightGradient, weight.size()),
                     naive::convolutionBackwardWeight(s, toDouble(src), toDouble(gradient)));
}

// Instance normalisation alone, and with ReLU and pooling as in a convolution block.
void normalizations(check::Random& random, const std::string& name, int batch,
                    const ImageShape& s) {
  Device device;
  const size_t statistics = static_cast<size_t>(batch) * s.channels;
  const auto src = random.normal(batch * s.elements(), 3);
  const auto scale = random.normal(s.channels, 1, 0.2f), shift = random.normal(s.channels);
  const int pixels = static_cast<int>(s.pixels());
  const Device::Grid grid = {static_cast<unsigned>(batch), covering(s.channels, kColumns)};
  const uint64_t srcOn = device.upload(src), scaleOn = device.upload(scale),
                 shiftOn = device.upload(shift), dst = device.allocate(src.size()),
                 mean = device.allocate(statistics), inverseStd = device.allocate(statistics);
  const naive::Norm norm =
      naive::instanceNorm(batch, s, toDouble(src), toDouble(scale), toDouble(shift));

  device.launch("instanceNormForward", grid, kThreads, kColumnShared, pixels, s.channels, 0,
                scaleOn, shiftOn, srcOn, dst, mean, inverseStd);
  check::closeToSums(name + " norm", device.download(dst, src.size()), norm.result);
  check::closeToSums(name + " mean", device.download(mean, statistics), norm.mean);
  check::closeToSums(name + " inverse std", device.download(inverseStd, statistics),
                     norm.inverseStd);

  const size_t pooled = static_cast<size_t>(batch) * (s.height / 2) * (s.width / 2) * s.channels;
  const uint64_t blockDst = device.allocate(pooled);
  device.launch("convBlockNormalize", grid, kThreads, kColumnShared, s.height, s.width, s.channels,
                scaleOn, shiftOn, srcOn, blockDst, kNone, kNone);
  check::closeToSums(name + " block", device.download(blockDst, pooled),
                     naive::averagePool(batch, s, naive::relu(norm.result)));

  const auto gradient = random.normal(static_cast<int64_t>(pooled));
  const uint64_t convolutionGradient = device.allocate(src.size()),
                 scaleSums = device.allocate(statistics), shiftSums = device.allocate(statistics),
                 scaleGradient = device.allocate(s.channels),
                 shiftGradient = device.allocate(s.channels);
  device.launch("convBlockNormalizeBackward", grid, kThreads, kColumnShared, s.height, s.width,
                s.channels, scaleOn, shiftOn, srcOn, mean, inverseStd, device.upload(gradient),
                convolutionGradient, scaleSums, shiftSums);
  for (const auto& [sums, total] :
       {std::pair{scaleSums, scaleGradient}, {shiftSums, shiftGradient}})
    device.launch("columnSums", {covering(s.channels, kColumns)}, kThreads, kColumnShared, batch,
                  static_cast<long long>(s.channels), sums, kNone, 1, total);
  naive::Values unpooled = naive::averagePoolBackward(batch, s, toDouble(gradient));
  for (size_t i = 0; i < unpooled.size(); ++i)
    if (norm.result[i] <= 0) unpooled[i] = 0;
  const naive::NormGradients expected =
      naive::instanceNormBackward(batch, s, toDouble(src), norm, toDouble(scale), unpooled);
  check::closeToSums(name + " block backward", device.download(convolutionGradient, src.size()),
                     expected.src);
  check::closeToSums(name + " scale gradient", device.download(scaleGradient, s.channels),
                     expected.scale);
  check::closeToSums(name + " shift gradient", device.download(shiftGradient, s.channels),
                     expected.shift);
}

void pooling(check::Random& random, int batch, const ImageShape& s) {
  Device device;
  const auto src = random.normal(batch * s.elements());
  const int64_t pooled = int64_t{batch} * (s.height / 2) * (s.width / 2) * s.channels;
  const uint64_t dst = device.allocate(pooled), srcGradient = device.allocate(src.size());
  device.launch("averagePoolForward", {covering(pooled, kThreads)}, kThreads, 0,
                static_cast<long long>(pooled), s.height, s.width, s.channels, device.upload(src),
                dst);
  check::closeToSums("pool", device.download(dst, pooled),
                     naive::averagePool(batch, s, toDouble(src)));
  const auto gradient = random.normal(pooled);
  device.launch("averagePoolBackward", {covering(batch * s.elements(), kThreads)}, kThreads, 0,
                static_cast<long long>(src.size()), s.height, s.width, s.channels,
                device.upload(gradient), srcGradient);
  check::closeToSums("pool backward", device.download(srcGradient, src.size()),
                     naive::averagePoolBackward(batch, s, toDouble(gradient)));
}

}  // namespace

int main() {
  check::Random random(20261124);
  convolutions(random, "3x3", {2, {9, 9, 17}, 33, 3, 1, 1});
  convolutions(random, "3x3 over tiles", {1, {16, 16, 64}, 65, 3, 1, 1});
  convolutions(random, "first block, padding 3", {2, {6, 6, 1}, 8, 3, 1, 3});
  convolutions(random, "stride 2", {2, {7, 9, 4}, 12, 3, 2, 1});
  convolutions(random, "1x1, stride 2", {3, {8, 8, 5}, 7, 1, 2, 0});
  normalizations(random, "8x8", 3, {8, 8, 32});
  normalizations(random, "odd", 2, {7, 5, 33});
  normalizations(random, "one channel", 2, {4, 4, 1});
  pooling(random, 2, {8, 6, 5});
  pooling(random, 3, {7, 5, 3});
  return check::report();
}
