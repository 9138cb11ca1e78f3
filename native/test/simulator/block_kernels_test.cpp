// The kernels of whole conv blocks, run by the simulated driver, against plain loops in double.
#include <vector>

#include "device.h"
#include "naive_network.h"

using echodc::cpu::ConvolutionShape;
using echodc::cpu::ImageShape;
using naive::toDouble;
using naive::Values;

namespace {

constexpr int kWidth = 128;

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

std::vector<float> toFloat(const Values& values) { return {values.begin(), values.end()}; }

// The last `count` of equal parts.
template <typename T>
std::vector<T> last(const std::vector<T>& values, int count, int parts) {
  return {values.end() - static_cast<int64_t>(values.size()) * count / parts, values.end()};
}

struct Launches {
  const char *forward, *backward;
  Device::Grid forwardGrid, backwardGrid;
  unsigned forwardThreads, forwardFloats, backwardFloats;
  bool takesGeometry;  // first blocks do, the others take the number of images
  double tolerance;    // of the largest value
};

void testBlock(check::Random& random, const std::string& name, const ConvolutionShape& s, int kept,
               const Launches& launches) {
  Device device;
  const double fanIn = 9.0 * s.src.channels;
  const auto weight =
      random.normal(9 * s.src.channels * kWidth, 0, static_cast<float>(1 / std::sqrt(fanIn)));
  const auto src = random.normal(s.batch * s.src.elements());
  const auto scale = random.normal(kWidth), shift = random.normal(kWidth);
  const Expected expected =
      forward(s, toDouble(weight), toDouble(src), toDouble(scale), toDouble(shift));
  const uint64_t weightOn = device.upload(weight), scaleOn = device.upload(scale),
                 shiftOn = device.upload(shift), srcOn = device.upload(src);
  const size_t keptFloats = expected.convolution.size() / s.batch * kept;
  const size_t keptStatistics = static_cast<size_t>(kept) * kWidth;
  const uint64_t dst = device.allocate(expected.result.size()),
                 convolution = device.allocate(keptFloats), mean = device.allocate(keptStatistics),
                 inverseStd = device.allocate(keptStatistics);
  const int plain = s.batch - kept;
  const auto runForward = [&](auto... geometry) {
    device.launch(launches.forward, launches.forwardGrid, launches.forwardThreads,
                  launches.forwardFloats * sizeof(float), geometry..., weightOn, scaleOn, shiftOn,
                  srcOn, dst, convolution, mean, inverseStd);
  };
  if (launches.takesGeometry)
    runForward(plain, s.src.height, s.src.width, s.padding);
  else
    runForward(s.batch, plain);
  check::closeToSums(name, device.download(dst, expected.result.size()), expected.result,
                     launches.tolerance);
  check::closeToSums(name + " kept", device.download(convolution, keptFloats),
                     last(expected.convolution, kept, s.batch), launches.tolerance);
  check::closeToSums(name + " mean", device.download(mean, keptStatistics),
                     last(expected.norm.mean, kept, s.batch), 4 * launches.tolerance);
  check::closeToSums(name + " inverse deviation", device.download(inverseStd, keptStatistics),
                     last(expected.norm.inverseStd, kept, s.batch), launches.tolerance);

  // From the exact convolution, so that every pixel is on the same side of the ReLU.
  const auto gradient = random.normal(static_cast<int64_t>(expected.result.size()));
  const Values expectedGradient =
      backward(s, toDouble(weight), expected, toDouble(scale), toDouble(gradient));
  const uint64_t exact = device.upload(toFloat(expected.convolution)),
                 exactMean = device.upload(toFloat(expected.norm.mean)),
                 exactInverse = device.upload(toFloat(expected.norm.inverseStd)),
                 gradientOn = device.upload(gradient), srcGradient = device.allocate(src.size());
  const auto runBackward = [&](auto... geometry) {
    device.launch(launches.backward, launches.backwardGrid, 256,
                  launches.backwardFloats * sizeof(float), geometry..., weightOn, scaleOn, shiftOn,
                  exact, exactMean, exactInverse, gradientOn, srcGradient);
  };
  if (launches.takesGeometry)
    runBackward(s.src.height, s.src.width, s.padding);
  else
    runBackward(s.batch);
  check::closeToSums(name + " backward", device.download(srcGradient, src.size()), expectedGradient,
                     launches.tolerance);
}

// Shared memory as in FusedConvBlockKernels and FirstBlockKernels in Java.
void testFused(check::Random& random, const std::string& name, int images, int side, int kept) {
  const int ofBlock = 256 / (side * side);
  const auto blocks = static_cast<unsigned>((images + ofBlock - 1) / ofBlock);
  const auto patches = static_cast<unsigned>(2 * ofBlock * (side + 2) * (side + 2) * 20);
  testBlock(random, name, {images, {side, side, kWidth}, kWidth, 3, 1, 1}, kept,
            {side == 16 ? "convBlockForward16" : "convBlockForward8",
             side == 16 ? "convBlockBackward16" : "convBlockBackward8",
             {blocks},
             {blocks},
             256,
             patches + 2 * 16 * 136 + 1024,
             patches + 2 * 128 * 20 + 256,
             false,
             2e-3});
}

void testFirst(check::Random& random, const std::string& name, int side, int channels,
               int padding) {
  const auto images = 2u;
  testBlock(random, name, {2, {side, side, channels}, kWidth, 3, 1, padding}, 1,
            {channels == 1 ? "firstBlockForward1" : "firstBlockForward3",
             channels == 1 ? "firstBlockBackward1" : "firstBlockBackward3",
             {images, 4},
             {images},
             512,
             static_cast<unsigned>(channels) * 34 * 34 + 1024,
             34 * 34 * 17 + 9 * static_cast<unsigned>(channels) * 16 + 512,
             true,
             1e-5});
}

}  // namespace

int main() {
  check::Random random(161803);
  testFused(random, "16 x 16", 2, 16, 1);
  testFused(random, "8 x 8, a block and one image", 5, 8, 3);
  testFirst(random, "28 x 28 gray", 28, 1, 3);
  testFirst(random, "32 x 32 color", 32, 3, 1);
  return check::report();
}
