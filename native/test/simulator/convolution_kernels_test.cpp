// The convolutions on tensor cores, run by the simulated driver in several orders of threads,
// against plain loops in double. Factors are numbers of BF16, so that no rounding differs.
#include <cstring>
#include <vector>

#include "device.h"
#include "naive_network.h"

using echodc::cpu::ConvolutionShape;
using naive::toDouble;

namespace {

constexpr unsigned kElementThreads = 256;
constexpr unsigned kRows = 128, kColumns = 64, kThreads = 128;             // tensor_tile.cuh
constexpr unsigned kShared = 4 * 16 * (kRows + kColumns) * sizeof(float);  // along the inner
constexpr unsigned kWeightShared = 4 * 16 * (kRows + kColumns + 16) * sizeof(float);  // across it
constexpr unsigned kSumColumns = 32, kSumThreads = 256;  // column_sums.cuh
constexpr uint64_t kNone = 0;

unsigned covering(int64_t count, int64_t each) {
  return static_cast<unsigned>((count + each - 1) / each);
}

std::vector<float> cutToBf16(std::vector<float> values) {
  for (float& value : values) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    bits &= 0xffff0000u;
    std::memcpy(&value, &bits, sizeof bits);
  }
  return values;
}

struct Format {
  std::string suffix;
  int perWord;

  int words(int elements) const { return static_cast<int>(covering(elements, 4 * perWord)) * 4; }
};

// An operand [rows, taps, inner] as round_operand.cu leaves it.
uint64_t rounded(Device& device, const Format& format, int rows, int taps, int inner, int rowStride,
                 int tapStride, int innerStride, uint64_t src) {
  const int64_t words = int64_t{rows} * taps * format.words(inner);
  const uint64_t dst = device.allocate(words);
  device.launch(("roundOperand" + format.suffix).c_str(), {covering(words / 4, kElementThreads)},
                kElementThreads, 0, rows, taps, inner, rowStride, tapStride, innerStride, src, dst);
  return dst;
}

void convolutions(check::Random& random, const std::string& name, const Format& format,
                  const ConvolutionShape& s) {
  Device device;
  const int taps = s.kernel * s.kernel, in = s.src.channels, out = s.outputChannels;
  const auto weight = cutToBf16(random.normal(int64_t{taps} * in * out));
  const auto src = cutToBf16(random.normal(s.batch * s.src.elements()));
  const auto gradient = cutToBf16(random.normal(s.batch * s.dst().elements()));
  const int pixels = s.batch * static_cast<int>(s.dst().pixels());
  const int srcPixels = s.batch * static_cast<int>(s.src.pixels());
  const uint64_t weightOn = device.upload(weight);
  const uint64_t images = rounded(device, format, srcPixels, 1, in, in, 0, 1, device.upload(src));
  const uint64_t gradients =
      rounded(device, format, pixels, 1, out, out, 0, 1, device.upload(gradient));
  const auto kernel = [&](const char* what) { return what + format.suffix; };

  const uint64_t dst = device.allocate(gradient.size());
  device.launch(
      kernel("convolutionForward").c_str(), {covering(pixels, kRows), covering(out, kColumns)},
      kThreads, kShared, pixels, s.src.height, s.src.width, in, s.dst().height, s.dst().width, out,
      s.kernel, s.stride, s.padding,
      rounded(device, format, out, taps, in, 1, in * out, out, weightOn), kNone, images, dst);
  check::closeToSums(name + " forward", device.download(dst, gradient.size()),
                     naive::convolution(s, toDouble(weight), toDouble(src)));

  const uint64_t srcGradient = device.allocate(src.size());
  device.launch(kernel("convolutionBackwardInput").c_str(),
                {covering(srcPixels, kRows), covering(in, kColumns),
                 static_cast<unsigned>(s.stride * s.stride)},
                kThreads, kShared, srcPixels, s.src.height, s.src.width, in, s.dst().height,
                s.dst().width, out, s.kernel, s.stride, s.padding,
                rounded(device, format, in, taps, out, out, in * out, 1, weightOn), gradients,
                srcGradient);
  check::closeToSums(name + " backward input", device.download(srcGradient, src.size()),
                     naive::convolutionBackwardInput(s, toDouble(weight), toDouble(gradient)));

  const int part = 64, parts = static_cast<int>(covering(pixels, part));
  const uint64_t partial = device.allocate(weight.size() * parts);
  device.launch(
      kernel("convolutionBackwardWeight").c_str(),
      {static_cast<unsigned>(parts),
       covering(int64_t{taps} * format.words(in) * format.perWord, kRows), covering(out, kColumns)},
      kThreads, kWeightShared, pixels, s.src.height, s.src.width, in, s.dst().height, s.dst().width,
      out, s.kernel, s.stride, s.padding, part, images, gradients, partial);
  const uint64_t weightGradient = device.allocate(weight.size());
  device.launch("columnSums", {covering(static_cast<int64_t>(weight.size()), kSumColumns)},
                kSumThreads, kSumThreads * sizeof(float), parts,
                static_cast<long long>(weight.size()), partial, kNone, 1, weightGradient);
  check::closeToSums(name + " backward weight", device.download(weightGradient, weight.size()),
                     naive::convolutionBackwardWeight(s, toDouble(src), toDouble(gradient)));
}

}  // namespace

int main() {
  check::Random random(20261129);
  for (const Format& format : {Format{"Tf32", 1}, Format{"Bf16", 2}}) {
    convolutions(random, format.suffix + " 3x3", format, {2, {9, 9, 17}, 33, 3, 1, 1});
    convolutions(random, format.suffix + " 3x3 over tiles", format, {1, {12, 12, 16}, 72, 3, 1, 1});
    convolutions(random, format.suffix + " 5x5, stride 2", format, {1, {7, 9, 20}, 16, 5, 2, 2});
    convolutions(random, format.suffix + " 1x1, stride 2", format, {3, {8, 8, 16}, 18, 1, 2, 0});
  }
  return check::report();
}
