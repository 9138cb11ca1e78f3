// The network operations other than convolutions against plain loops.
#include <functional>
#include <limits>

#include "check.h"
#include "context.h"
#include "naive_network.h"
#include "simd/dispatch.h"

namespace {

using namespace echodc::cpu;
using Floats = std::vector<float>;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

// What the operation computes with one thread, after making sure that others give the same bits.
std::vector<Floats> onThreads(
    const std::string& name, const std::vector<int64_t>& sizes,
    const std::function<void(Context&, std::vector<Floats>&)>& operation) {
  std::vector<Floats> first;
  for (const int threads : {1, 2, 3}) {
    std::vector<Floats> results;
    for (const int64_t size : sizes) results.emplace_back(size, kNan);
    Context context(threads);
    operation(context, results);
    if (threads == 1) first = results;
    for (size_t i = 0; i < sizes.size(); ++i)
      check::bitwiseEqual(name + ", threads " + std::to_string(threads), results[i], first[i]);
  }
  return first;
}

void testInstanceNorm(int batch, const ImageShape& s, bool withRelu, float mean,
                      check::Random& random) {
  const std::string name = "instance norm " + std::to_string(s.height) + "x" +
                           std::to_string(s.width) + "x" + std::to_string(s.channels);
  const int64_t size = batch * s.elements(), statistics = int64_t{batch} * s.channels;
  const Floats src = random.normal(size, mean), scale = random.normal(s.channels);
  const Floats shift = random.normal(s.channels);
  Floats dstGradient = random.normal(size);
  const naive::Norm norm = naive::instanceNorm(batch, s, naive::toDouble(src),
                                               naive::toDouble(scale), naive::toDouble(shift));
  naive::Values gradient(size);
  for (int64_t i = 0; i < size; ++i) {
    if (withRelu && std::abs(norm.result[i]) < 1e-3) dstGradient[i] = 0;
    gradient[i] = withRelu && norm.result[i] <= 0 ? 0 : dstGradient[i];
  }
  const InstanceNorm parameters = {scale.data(), shift.data(), withRelu};
  const auto r = onThreads(name, {size, statistics, statistics, size, s.channels, s.channels, size},
                           [&](Context& context, auto& out) {
                             instanceNormForward(context, batch, s, parameters, src.data(),
                                                 out[0].data(), out[1].data(), out[2].data());
                             instanceNormBackward(context, batch, s, parameters, src.data(),
                                                  out[1].data(), out[2].data(), dstGradient.data(),
                                                  out[3].data(), out[4].data(), out[5].data());
                             instanceNormBackward(context, batch, s, parameters, src.data(),
                                                  out[1].data(), out[2].data(), dstGradient.data(),
                                                  out[6].data(), nullptr, nullptr);
                           });
  check::bitwiseEqual(name + " src gradient alone", r[6], r[3]);
  // The input itself is only known to its last bit, which the normalisation magnifies.
  const double tolerance = 1e-5 + 1e-6 * mean;
  check::close(name, r[0], withRelu ? naive::relu(norm.result) : norm.result, tolerance, 1e-4);
  check::close(name + " mean", r[1], norm.mean, 1e-6, 1e-5);
  check::close(name + " inverse std", r[2], norm.inverseStd, 1e-6, 1e-5);
  const naive::NormGradients expected = naive::instanceNormBackward(
      batch, s, naive::toDouble(src), norm, naive::toDouble(scale), gradient);
  check::closeToSums(name + " src gradient", r[3], expected.src, tolerance);
  check::closeToSums(name + " scale gradient", r[4], expected.scale, tolerance);
  check::closeToSums(name + " shift gradient", r[5], expected.shift, tolerance);
}

void testPoolAndAdd(int batch, const ImageShape& s, check::Random& random) {
  const int64_t size = batch * s.elements();
  const int64_t pooled = int64_t{batch} * (s.height / 2) * (s.width / 2) * s.channels;
  const Floats src = random.normal(size), other = random.normal(size);
  const Floats dstGradient = random.normal(pooled);
  const auto r = onThreads("pool", {pooled, size, size}, [&](Context& context, auto& out) {
    averagePoolForward(context, batch, s, src.data(), out[0].data());
    averagePoolBackward(context, batch, s, dstGradient.data(), out[1].data());
    add(context, size, src.data(), other.data(), out[2].data());
  });
  check::close("pool", r[0], naive::averagePool(batch, s, naive::toDouble(src)), 1e-6, 1e-5);
  check::close("pool backward", r[1],
               naive::averagePoolBackward(batch, s, naive::toDouble(dstGradient)), 1e-6, 1e-5);
  Floats sum(size);
  for (int64_t i = 0; i < size; ++i) sum[i] = src[i] + other[i];
  check::bitwiseEqual("add", r[2], sum);
}

void testLinear(const LinearShape& s, check::Random& random) {
  // A linear layer is a 1x1 convolution of 1x1 images.
  const ConvolutionShape convolution = {s.batch, {1, 1, s.inputs}, s.outputs, 1, 1, 0};
  const int64_t weights = int64_t{s.inputs} * s.outputs, results = int64_t{s.batch} * s.outputs;
  const Floats src = random.normal(int64_t{s.batch} * s.inputs), weight = random.normal(weights);
  const Floats bias = random.normal(s.outputs), dstGradient = random.normal(results);
  const auto inputs = static_cast<int64_t>(src.size());
  const auto r = onThreads(
      "linear", {results, inputs, weights, s.outputs, inputs, weights, s.outputs},
      [&](Context& context, auto& out) {
        linearForward(context, s, weight.data(), bias.data(), src.data(), out[0].data());
        const auto backward = [&](float* srcGradient, float* weightGradient, float* biasGradient) {
          linearBackward(context, s, weight.data(), src.data(), dstGradient.data(), srcGradient,
                         weightGradient, biasGradient);
        };
        backward(out[1].data(), out[2].data(), out[3].data());
        backward(out[4].data(), nullptr, nullptr);
        backward(nullptr, out[5].data(), out[6].data());
      });
  check::bitwiseEqual("linear to input alone", r[4], r[1]);
  check::bitwiseEqual("linear to weight, without input", r[5], r[2]);
  check::bitwiseEqual("linear to bias, without input", r[6], r[3]);
  const naive::Values w = naive::toDouble(weight), x = naive::toDouble(src);
  const naive::Values g = naive::toDouble(dstGradient);
  naive::Values expected = naive::convolution(convolution, w, x), biasGradient(s.outputs);
  for (int64_t i = 0; i < results; ++i) {
    expected[i] += bias[i % s.outputs];
    biasGradient[i % s.outputs] += g[i];
  }
  check::closeToSums("linear", r[0], expected);
  check::closeToSums("linear to input", r[1], naive::convolutionBackwardInput(convolution, w, g));
  check::closeToSums("linear to weight", r[2], naive::convolutionBackwardWeight(convolution, x, g));
  check::closeToSums("linear to bias", r[3], biasGradient);
}

}  // namespace

int main() {
  std::printf("instruction set %s\n", isaName(isa()));
  check::Random random(7101972);
  for (const bool relu : {false, true}) {
    testInstanceNorm(3, {7, 8, 1}, relu, 0, random);
    testInstanceNorm(9, {7, 7, 43}, relu, 1, random);
    testInstanceNorm(1, {32, 32, 128}, relu, 0, random);
  }
  testInstanceNorm(3, {32, 32, 24}, false, 300, random);  // mean much larger than deviation
  testPoolAndAdd(3, {7, 8, 5}, random);
  testPoolAndAdd(9, {16, 16, 128}, random);
  testPoolAndAdd(1, {9, 7, 16}, random);
  testLinear({3, 7, 5}, random);
  testLinear({150, 300, 10}, random);
  return check::report();
}
