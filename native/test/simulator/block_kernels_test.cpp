// The kernels of whole conv blocks, run by the simulated driver, against plain loops in double.
#include <cstring>
#include <string>
#include <vector>

#include "device.h"
#include "naive_network.h"

using echodc::cpu::ConvolutionShape;
using echodc::cpu::ImageShape;
using naive::toDouble;
using naive::Values;

namespace {

constexpr int kWidth = 128;
constexpr uint64_t kNone = 0;

// What a block computes.
struct Expected {
  Values convolution, result;
  naive::Norm norm;
};

Expected forward(const ConvolutionShape& s, const Values& weight, const Values& src,
                 const Values& scale, const Values& shift) {
  Expected e;
  e.convolution = naive::convolution(s, weight, src);
  e.norm = naive::instanceNorm(s.batch, s.dst(), e.convolution, scale, shift);
  e.result = naive::averagePool(s.batch, s.dst(), naive::relu(e.norm.result));
  return e;
}

Values backward(const ConvolutionShape& s, const Values& weight, const Expected& e,
                const Values& scale, const Values& gradient) {
  Values masked = naive::averagePoolBackward(s.batch, s.dst(), gradient);
  for (size_t i = 0; i < masked.size(); ++i)
    if (e.norm.result[i] <= 0) masked[i] = 0;
  const auto ofConvolution =
      naive::instanceNormBackward(s.batch, s.dst(), e.convolution, e.norm, scale, masked).src;
  return naive::convolutionBackwardInput(s, weight, ofConvolution);
}

// BF16 as the CUDA device stores it: the upper half of a float, to the nearest.
using Bf16 = uint16_t;

Bf16 toBf16(double value) {
  const auto rounded = static_cast<float>(value);
  uint32_t bits;
  std::memcpy(&bits, &rounded, sizeof bits);
  return static_cast<Bf16>((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

float fromBf16(Bf16 half) {
  const uint32_t bits = uint32_t{half} << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// Tensors of floats that lie in device memory as float32 or BF16.
struct Tensor {
  uint64_t address;
  size_t count;
  bool half;
};

Tensor upload(Device& device, const Values& values, bool half) {
  if (!half)
    return {device.upload(std::vector<float>(values.begin(), values.end())), values.size(), false};
  std::vector<Bf16> halves;
  for (const double value : values) halves.push_back(toBf16(value));
  return {device.upload(halves), values.size(), true};
}

Tensor allocate(Device& device, size_t count, bool half) {
  return {half ? device.allocate<Bf16>(count) : device.allocate(count), count, half};
}

std::vector<float> download(Device& device, const Tensor& tensor) {
  if (!tensor.half) return device.download(tensor.address, tensor.count);
  std::vector<float> values;
  for (const Bf16 half : device.download<Bf16>(tensor.address, tensor.count))
    values.push_back(fromBf16(half));
  return values;
}

struct Launches {
  std::string forward, backward;
  Device::Grid forwardGrid, backwardGrid;
  unsigned forwardThreads, forwardFloats, backwardFloats;
  bool takesGeometry;                   // first blocks do, the others take the number of images
  bool srcHalf, savedHalf, resultHalf;  // stored as BF16
  double tolerance;                     // of the largest value
};

void testBlock(check::Random& random, const std::string& name, const ConvolutionShape& s,
               const Launches& launches) {
  Device device;
  const double fanIn = 9.0 * s.src.channels;
  const auto weight =
      random.normal(9 * s.src.channels * kWidth, 0, static_cast<float>(1 / std::sqrt(fanIn)));
  const auto scale = random.normal(kWidth), shift = random.normal(kWidth);
  const Values image = toDouble(random.normal(s.batch * s.src.elements()));
  const Tensor src = upload(device, image, launches.srcHalf);
  const Expected expected = forward(s, toDouble(weight), image, toDouble(scale), toDouble(shift));
  const uint64_t weightOn = device.upload(weight), scaleOn = device.upload(scale),
                 shiftOn = device.upload(shift);
  const size_t statistics = static_cast<size_t>(s.batch) * kWidth;
  const Tensor dst = allocate(device, expected.result.size(), launches.resultHalf),
               dstAlone = allocate(device, expected.result.size(), launches.resultHalf),
               convolution = allocate(device, expected.convolution.size(), launches.savedHalf);
  const uint64_t mean = device.allocate(statistics), inverseStd = device.allocate(statistics);
  const auto runForward = [&](const Tensor& result, auto... saved) {
    const auto launch = [&](auto... geometry) {
      device.launch(launches.forward.c_str(), launches.forwardGrid, launches.forwardThreads,
                    launches.forwardFloats * static_cast<unsigned>(sizeof(float)), geometry...,
                    weightOn, scaleOn, shiftOn, src.address, result.address, saved...);
    };
    if (launches.takesGeometry)
      launch(s.src.height, s.src.width, s.padding);
    else
      launch(s.batch);
  };
  const double tolerance = launches.tolerance;
  runForward(dst, convolution.address, mean, inverseStd);
  const std::vector<float> result = download(device, dst);
  check::closeToSums(name, result, expected.result, tolerance);
  check::closeToSums(name + " convolution", download(device, convolution), expected.convolution,
                     tolerance);
  check::closeToSums(name + " mean", device.download(mean, statistics), expected.norm.mean,
                     4 * tolerance);
  check::closeToSums(name + " inverse deviation", device.download(inverseStd, statistics),
                     expected.norm.inverseStd, tolerance);
  runForward(dstAlone, kNone, kNone, kNone);
  check::bitwiseEqual(name + " where nothing is saved", result, download(device, dstAlone));

  // From a convolution that both have, so that every pixel is on the same side of the ReLU.
  Expected exact = expected;
  if (launches.savedHalf) {
    for (double& value : exact.convolution) value = fromBf16(toBf16(value));
    exact.norm =
        naive::instanceNorm(s.batch, s.dst(), exact.convolution, toDouble(scale), toDouble(shift));
  }
  const Values gradient = toDouble(random.normal(static_cast<int64_t>(expected.result.size())));
  const Values expectedGradient = backward(s, toDouble(weight), exact, toDouble(scale), gradient);
  const Tensor exactOn = upload(device, exact.convolution, launches.savedHalf),
               meanOn = upload(device, exact.norm.mean, false),
               inverseOn = upload(device, exact.norm.inverseStd, false),
               gradientOn = upload(device, gradient, launches.resultHalf),
               srcGradient = allocate(device, image.size(), launches.srcHalf);
  const auto runBackward = [&](auto... geometry) {
    device.launch(launches.backward.c_str(), launches.backwardGrid, 256,
                  launches.backwardFloats * static_cast<unsigned>(sizeof(float)), geometry...,
                  weightOn, scaleOn, shiftOn, exactOn.address, meanOn.address, inverseOn.address,
                  gradientOn.address, srcGradient.address);
  };
  if (launches.takesGeometry)
    runBackward(s.src.height, s.src.width, s.padding);
  else
    runBackward(s.batch);
  check::closeToSums(name + " backward", download(device, srcGradient), expectedGradient,
                     tolerance);
}

// Shared memory as in FusedConvBlockKernels and FirstBlockKernels in Java. Rounding costs 2^-11 of
// an operand in TF32, 2^-8 in BF16.
void testFused(check::Random& random, bool half, int images, int side) {
  const int ofBlock = 256 / (side * side);
  const auto blocks = static_cast<unsigned>((images + ofBlock - 1) / ofBlock);
  const auto patches = static_cast<unsigned>(2 * ofBlock * (side + 2) * (side + 2) * 20);
  const unsigned words = half ? 8 : 16, arrivals = half ? 16 * 128 : 0;
  const std::string size = std::to_string(side), suffix = half ? "Bf16" : "Tf32";
  testBlock(random, size + " x " + size + " " + suffix,
            {images, {side, side, kWidth}, kWidth, 3, 1, 1},
            {"convBlockForward" + size + suffix,
             "convBlockBackward" + size + suffix,
             {blocks},
             {blocks},
             256,
             patches + 2 * words * 136 + arrivals + 1024,
             patches + 2 * 128 * (words + 4) + arrivals + (half ? 512u : 256u),
             false,
             half,
             half,
             half && side == 16,
             half ? 1.2e-2 : 2e-3});
}

void testFirst(check::Random& random, bool half, int side, int channels, int padding) {
  const auto images = 2u, inner = static_cast<unsigned>(channels);
  const std::string suffix = std::to_string(channels) + (half ? "Bf16" : "");
  testBlock(random, "first block " + suffix, {2, {side, side, channels}, kWidth, 3, 1, padding},
            {"firstBlockForward" + suffix,
             "firstBlockBackward" + suffix,
             {images, 4},
             {images},
             512,
             inner * 34 * 34 + 1024,
             34 * 34 * 17 + 9 * inner * 16 + 512,
             true,
             false,
             half,
             half,
             half ? 5e-3 : 1e-5});
}

}  // namespace

int main() {
  check::Random random(161803);
  for (const bool half : {false, true}) {
    testFused(random, half, 2, 16);
    testFused(random, half, 5, 8);  // a block and one image
    testFirst(random, half, 28, 1, 3);
    testFirst(random, half, 32, 3, 1);
  }
  return check::report();
}
