// Every way to compute a convolution and its gradients against plain loops, and which is chosen.
#include <cmath>
#include <functional>

#include "check.h"
#include "convolution_choice.h"
#include "convolution_ways.h"
#include "naive_network.h"
#include "on_any_threads.h"
#include "simd/dispatch.h"

namespace {

using namespace echodc::cpu;
using Floats = std::vector<float>;
using check::onAnyThreads;

using ImageWay = void (*)(Context&, const ConvolutionShape&, const float* weight, const float* from,
                          float* to);
using ForwardWay = void (*)(Context&, const ConvolutionShape&, const float* weight,
                            const float* bias, const float* src, float* dst);
using WeightWay = void (*)(Context&, const ConvolutionShape&, const float* src,
                           const float* dstGradient, float* weightGradient);

struct Inputs {
  Floats weight, src, dstGradient, bias;
};

std::string nameOf(const ConvolutionShape& s) {
  const auto text = [](int number) { return std::to_string(number); };
  return "k" + text(s.kernel) + " s" + text(s.stride) + " p" + text(s.padding) + " " +
         text(s.batch) + " x " + text(s.src.height) + "x" + text(s.src.width) + "x" +
         text(s.src.channels) + " to " + text(s.outputChannels);
}

int64_t weightsOf(const ConvolutionShape& s) {
  return int64_t{s.kernel} * s.kernel * s.src.channels * s.outputChannels;
}

Inputs inputsOf(const ConvolutionShape& s, check::Random& random) {
  return {random.normal(weightsOf(s)), random.normal(s.batch * s.src.elements()),
          random.normal(s.batch * s.dst().elements()), random.normal(s.outputChannels)};
}

bool isWinograd(const ConvolutionShape& s) {
  return (s.kernel == 3 || s.kernel == 5) && s.stride == 1;
}

void testWays(const ConvolutionShape& s, check::Random& random) {
  const Inputs in = inputsOf(s, random);
  const naive::Values weight = naive::toDouble(in.weight), src = naive::toDouble(in.src);
  const naive::Values gradient = naive::toDouble(in.dstGradient);
  naive::Values dst = naive::convolution(s, weight, src);
  for (size_t i = 0; i < dst.size(); ++i) dst[i] += in.bias[i % in.bias.size()];
  const naive::Values srcGradient = naive::convolutionBackwardInput(s, weight, gradient);
  const naive::Values weightGradient = naive::convolutionBackwardWeight(s, src, gradient);
  const auto test = [&](const std::string& way, const naive::Values& expected,
                        const std::function<void(Context&, float*)>& run) {
    const std::string name = way + " " + nameOf(s);
    check::closeToSums(name, onAnyThreads<float>(name, static_cast<int64_t>(expected.size()), run),
                       expected);
  };
  const auto forward = [&](const std::string& way, ForwardWay run) {
    test(way, dst, [&](Context& c, float* to) {
      run(c, s, in.weight.data(), in.bias.data(), in.src.data(), to);
    });
  };
  const auto toInput = [&](const std::string& way, ImageWay run) {
    test(way + " to input", srcGradient,
         [&](Context& c, float* to) { run(c, s, in.weight.data(), in.dstGradient.data(), to); });
  };
  const auto toWeight = [&](const std::string& way, WeightWay run) {
    test(way + " to weight", weightGradient,
         [&](Context& c, float* to) { run(c, s, in.src.data(), in.dstGradient.data(), to); });
  };
  forward("chosen", convolutionForward);
  toInput("chosen", convolutionBackwardInput);
  naive::Values biasGradient(in.bias.size());
  for (size_t i = 0; i < gradient.size(); ++i) biasGradient[i % in.bias.size()] += gradient[i];
  Floats unused(in.weight.size());
  test("to bias", biasGradient, [&](Context& c, float* to) {
    convolutionBackwardWeight(c, s, in.src.data(), in.dstGradient.data(), unused.data(), to);
  });
  toWeight("chosen", [](Context& c, const ConvolutionShape& shape, const float* from,
                        const float* dstGradient, float* to) {
    convolutionBackwardWeight(c, shape, from, dstGradient, to, nullptr);
  });
  forward("direct", directForward);
  toInput("direct", directBackwardInput);
  toWeight("direct", directBackwardWeight);
  toInput("fold", foldBackwardInput);
  toWeight("tapwise", tapwiseBackwardWeight);
  if (!isWinograd(s)) return;
  forward("winograd", winogradForward);
  toInput("winograd", winogradBackwardInput);
  toWeight("winograd", winogradBackwardWeight);
  toWeight("batched winograd", batchedWinogradBackwardWeight);
}

// With the precision of BF16 3x3 convolutions have large tiles; gradients of weights never do.
void testPrecision(const ConvolutionShape& s, bool largeTiles, check::Random& random) {
  const Inputs in = inputsOf(s, random);
  const naive::Values weight = naive::toDouble(in.weight);
  const auto test = [&](const std::string& pass, const naive::Values& expected, bool differs,
                        const std::function<void(Context&, float*)>& run) {
    const std::string name = pass + " for BF16 " + nameOf(s);
    const auto size = static_cast<int64_t>(expected.size());
    const Floats got = onAnyThreads<float>(name, size, run, Precision::bfloat16);
    const Floats exact = onAnyThreads<float>(name, size, run);
    check::isTrue(name + (differs ? " has" : " has no") + " large tiles",
                  (got != exact) == differs);
    double squares = 0;
    for (const double value : expected) squares += value * value;
    check::close(name, got, expected, 0x1p-10 * std::sqrt(squares / expected.size()), 1e-4);
  };
  test("forward", naive::convolution(s, weight, naive::toDouble(in.src)), largeTiles,
       [&](Context& c, float* to) {
         convolutionForward(c, s, in.weight.data(), nullptr, in.src.data(), to);
       });
  test("to input", naive::convolutionBackwardInput(s, weight, naive::toDouble(in.dstGradient)),
       largeTiles, [&](Context& c, float* to) {
         convolutionBackwardInput(c, s, in.weight.data(), in.dstGradient.data(), to);
       });
  test(
      "to weight",
      naive::convolutionBackwardWeight(s, naive::toDouble(in.src), naive::toDouble(in.dstGradient)),
      false, [&](Context& c, float* to) {
        convolutionBackwardWeight(c, s, in.src.data(), in.dstGradient.data(), to, nullptr);
      });
}

struct Choice {
  ConvolutionShape shape;
  ConvolutionWay forward, toInput, toWeight;
};

void testChoices() {
  using Way = ConvolutionWay;
  const Choice choices[] = {
      {{64, {32, 32, 3}, 64, 3, 1, 1}, Way::direct, Way::fold, Way::direct},
      {{64, {32, 32, 64}, 64, 3, 1, 1}, Way::winograd, Way::winograd, Way::winograd},
      {{64, {8, 8, 128}, 256, 3, 1, 1}, Way::winograd, Way::winograd, Way::batchedWinograd},
      {{64, {4, 4, 512}, 512, 3, 1, 1}, Way::winograd, Way::winograd, Way::batchedWinograd},
      {{64, {2, 2, 512}, 512, 3, 1, 1}, Way::winograd, Way::winograd, Way::batchedWinograd},
      {{64, {16, 16, 128}, 256, 3, 2, 1}, Way::direct, Way::direct, Way::direct},
      {{64, {8, 8, 256}, 512, 3, 2, 1}, Way::direct, Way::direct, Way::tapwise},
      {{64, {32, 32, 32}, 64, 1, 1, 0}, Way::direct, Way::direct, Way::direct},
      {{64, {16, 16, 64}, 128, 1, 2, 0}, Way::direct, Way::fold, Way::direct},
      {{64, {8, 8, 256}, 512, 1, 2, 0}, Way::direct, Way::direct, Way::tapwise},
      {{64, {16, 16, 128}, 192, 5, 1, 2}, Way::winograd, Way::winograd, Way::batchedWinograd},
      {{64, {32, 32, 3}, 128, 5, 1, 2}, Way::direct, Way::fold, Way::direct},
  };
  for (const Choice& choice : choices) {
    const ConvolutionShape& s = choice.shape;
    check::isTrue("way of " + nameOf(s), wayForward(s) == choice.forward);
    check::isTrue("way to the input of " + nameOf(s), wayBackwardInput(s) == choice.toInput);
    check::isTrue("way to the weight of " + nameOf(s), wayBackwardWeight(s) == choice.toWeight);
  }
}

}  // namespace

int main() {
  std::printf("instruction set %s\n", isaName(isa()));
  check::Random random(20261129);
  testChoices();
  for (const int channels : {1, 3, 16}) {
    testWays({3, {28, 28, channels}, 24, 3, 1, 1}, random);
    testWays({9, {8, 7, channels}, 16, 3, 2, 1}, random);
    testWays({3, {7, 8, channels}, 5, 1, 2, 0}, random);
  }
  testWays({3, {16, 16, 128}, 128, 3, 1, 1}, random);
  testWays({70, {4, 4, 24}, 16, 1, 1, 0}, random);
  // Around the vectors and the panels of products; several images at once and groups of them; taps
  // that only see zeros.
  for (const int inputs : {6, 7, 12, 13, 14, 27})
    testWays({2, {5, 4, inputs}, inputs + 3, 3, 1, 1}, random);
  for (const int outputs : {15, 16, 17, 31, 32, 33}) {
    testWays({2, {4, 5, 3}, outputs, 3, 1, 1}, random);
    testWays({35, {3, 3, 16}, outputs, 3, 1, 1}, random);
  }
  testWays({17, {2, 1, 6}, 8, 5, 1, 2}, random);
  for (const int padding : {0, 2, 4}) testWays({3, {7, 9, 18}, 35, 5, 1, padding}, random);
  testWays({4, {16, 16, 128}, 192, 5, 1, 2}, random);
  // Batches that do not divide into the images oneDNN takes at once, and groups of more than those.
  testWays({280, {3, 3, 3}, 4, 3, 2, 1}, random);
  // Products over a batch in several pieces, the last smaller; windows that leave pixels out, and
  // reach beyond both borders at once.
  testWays({37, {8, 8, 256}, 256, 3, 1, 1}, random);
  testWays({11, {2, 2, 64}, 64, 3, 1, 1}, random);
  // Whole images as tiles, in several lots; of the same size, but with another padding or taps.
  testWays({83, {2, 2, 37}, 19, 3, 1, 1}, random);
  testWays({3, {2, 2, 20}, 18, 3, 1, 2}, random);
  testWays({3, {2, 2, 20}, 18, 5, 1, 2}, random);
  testWays({5, {9, 10, 4}, 6, 2, 3, 1}, random);
  testWays({2, {2, 3, 2}, 7, 7, 2, 3}, random);
  testWays({2, {40, 41, 3}, 32, 7, 2, 3}, random);
  testWays({1, {16, 16, 5}, 8, 5, 1, 2}, random);
  testPrecision({3, {16, 16, 24}, 40, 3, 1, 1}, true, random);
  testPrecision({9, {8, 8, 64}, 32, 3, 1, 1}, true, random);
  testPrecision({9, {4, 4, 32}, 32, 3, 1, 1}, false, random);  // more points than small tiles have
  testPrecision({9, {2, 2, 32}, 32, 3, 1, 1}, false, random);
  testPrecision({3, {16, 16, 32}, 32, 5, 1, 2}, false, random);
  testPrecision({3, {16, 16, 32}, 32, 3, 2, 1}, false, random);
  return check::report();
}
