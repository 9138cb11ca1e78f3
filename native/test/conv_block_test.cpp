// The conv block against plain loops, and the same bits from any number of threads.
#include <limits>

#include "check.h"
#include "context.h"
#include "naive_network.h"
#include "simd/dispatch.h"

namespace {

using namespace echodc::cpu;

struct Case {
  const char* path;  // what the shape is there for
  int height, width, inputs, outputs, padding, batch;
};

constexpr Case kCases[] = {
    {"first block, 28x28x1", 28, 28, 1, 128, 3, 3},
    {"first block, 32x32x3", 32, 32, 3, 16, 1, 3},
    {"first block, panel with a tail", 28, 28, 1, 24, 3, 9},
    {"first block, odd sides, narrow", 7, 9, 3, 5, 1, 1},
    {"first block, narrower than a tile", 5, 3, 2, 40, 1, 3},
    {"first block, groups of several images", 9, 8, 4, 33, 1, 35},
    {"16x16x128", 16, 16, 128, 128, 1, 3},
    {"8x8x128", 8, 8, 128, 128, 1, 9},
    {"odd sides, odd channels", 7, 7, 5, 24, 1, 9},
    {"wide padding", 8, 7, 16, 24, 3, 3},
    {"one image", 16, 16, 16, 16, 1, 1},
    {"smaller than a tile", 3, 2, 16, 40, 1, 35},
    {"many tiles", 41, 34, 17, 33, 1, 2},
    {"no padding", 10, 9, 20, 16, 0, 5},
    {"groups of several images", 7, 7, 6, 8, 1, 70},
    {"wide", 6, 7, 112, 272, 1, 5},
};

struct Inputs {
  std::vector<float> weight, scale, shift, src, dstGradient;
};

struct Results {
  std::vector<float> dst, convolution, mean, inverseStd;
  std::vector<float> srcGradient, weight, scale, shift;
  std::vector<float> onlySrcGradient, onlyWeight;
};

ConvBlockShape shapeOf(const Case& c) {
  return {c.batch, {c.height, c.width, c.inputs}, c.outputs, c.padding};
}

Results runDevice(const Case& c, const Inputs& in, int threads) {
  Context context(threads);
  const ConvBlockShape shape = shapeOf(c);
  const ConvBlockParameters parameters = {in.weight.data(), in.scale.data(), in.shift.data()};
  const int64_t convolved = shape.convolution().elements();
  const auto nans = [](int64_t count) {
    return std::vector<float>(count, std::numeric_limits<float>::quiet_NaN());
  };
  Results r;
  r.dst = nans(c.batch * shape.dst().elements());
  convBlockForward(context, shape, parameters, in.src.data(), r.dst.data(), {});

  r.convolution = nans(c.batch * convolved);
  r.mean = r.inverseStd = nans(c.batch * c.outputs);
  const auto forward = [&](float* convolution) {
    std::vector<float> dst = nans(r.dst.size());
    convBlockForward(context, shape, parameters, in.src.data(), dst.data(),
                     {convolution, r.mean.data(), r.inverseStd.data()});
    check::bitwiseEqual("result with saving", dst, r.dst);
  };
  forward(r.convolution.data());
  Workspace memory;  // aligned, unlike the vectors
  float* aligned = memory.get<float>(c.batch * convolved);
  forward(aligned);
  check::bitwiseEqual("saved convolution, aligned", {aligned, aligned + c.batch * convolved},
                      r.convolution);
  const ConstConvBlockSaved saved = {aligned, r.mean.data(), r.inverseStd.data()};
  r.srcGradient = nans(in.src.size());
  r.weight = nans(in.weight.size());
  r.scale = r.shift = nans(c.outputs);
  convBlockBackward(
      context, shape, parameters, saved, in.dstGradient.data(),
      {r.srcGradient.data(), in.src.data(), r.weight.data(), r.scale.data(), r.shift.data()});
  r.onlySrcGradient = nans(in.src.size());
  convBlockBackward(context, shape, parameters, saved, in.dstGradient.data(),
                    {r.onlySrcGradient.data(), nullptr, nullptr, nullptr, nullptr});
  r.onlyWeight = nans(in.weight.size());
  convBlockBackward(context, shape, parameters, saved, in.dstGradient.data(),
                    {nullptr, in.src.data(), r.onlyWeight.data(), r.scale.data(), r.shift.data()});
  return r;
}

void compareThreads(const std::string& name, const Results& a, const Results& b) {
  check::bitwiseEqual(name + " dst", a.dst, b.dst);
  check::bitwiseEqual(name + " saved convolution", a.convolution, b.convolution);
  check::bitwiseEqual(name + " src gradient", a.srcGradient, b.srcGradient);
  check::bitwiseEqual(name + " weight gradient", a.weight, b.weight);
  check::bitwiseEqual(name + " scale gradient", a.scale, b.scale);
  check::bitwiseEqual(name + " shift gradient", a.shift, b.shift);
}

void testCase(const Case& c, check::Random& random) {
  const std::string name = c.path;
  const ConvBlockShape shape = shapeOf(c);
  const ImageShape convolved = shape.convolution();
  const ConvolutionShape convolution = {c.batch, shape.src, c.outputs, 3, 1, c.padding};
  Inputs in = {random.normal(9 * c.inputs * c.outputs, 0, 0.2f), random.normal(c.outputs, 1, 0.3f),
               random.normal(c.outputs, 0, 0.3f),
               random.normal(c.batch * shape.src.elements(), 0.2f, 1),
               random.normal(c.batch * shape.dst().elements())};

  using namespace naive;
  const Values weight = toDouble(in.weight), scale = toDouble(in.scale), src = toDouble(in.src);
  const Values values = naive::convolution(convolution, weight, src);
  const Norm norm = instanceNorm(c.batch, convolved, values, scale, toDouble(in.shift));
  // A ReLU whose input rounds to the other side of 0 has another gradient: keep such windows out.
  forWindows(c.batch, convolved, [&](int64_t from, int64_t to) {
    if (std::abs(norm.result[from]) < 1e-4) in.dstGradient[to] = 0;
  });
  Values gradient = averagePoolBackward(c.batch, convolved, toDouble(in.dstGradient));
  for (size_t i = 0; i < gradient.size(); ++i)
    if (norm.result[i] <= 0) gradient[i] = 0;
  const NormGradients gradients =
      instanceNormBackward(c.batch, convolved, values, norm, scale, gradient);

  const Results r = runDevice(c, in, 1);
  check::close(name + " dst", r.dst, averagePool(c.batch, convolved, relu(norm.result)), 1e-5,
               1e-4);
  check::closeToSums(name + " saved convolution", r.convolution, values);
  check::close(name + " saved mean", r.mean, norm.mean, 1e-5, 1e-4);
  check::close(name + " saved inverse std", r.inverseStd, norm.inverseStd, 1e-5, 1e-4);
  check::closeToSums(name + " src gradient", r.srcGradient,
                     naive::convolutionBackwardInput(convolution, weight, gradients.src));
  check::closeToSums(name + " weight gradient", r.weight,
                     naive::convolutionBackwardWeight(convolution, src, gradients.src));
  check::closeToSums(name + " scale gradient", r.scale, gradients.scale);
  check::closeToSums(name + " shift gradient", r.shift, gradients.shift);
  check::bitwiseEqual(name + " src gradient alone", r.onlySrcGradient, r.srcGradient);
  check::bitwiseEqual(name + " weight gradient alone", r.onlyWeight, r.weight);
  compareThreads(name + ", 2 threads", runDevice(c, in, 2), r);
  compareThreads(name + ", 3 threads", runDevice(c, in, 3), r);
}

void testNan(int inputs, check::Random& random) {
  const Case c = {"NaN", 8, 8, inputs, 16, 1, 2};
  Inputs in = {random.normal(9 * inputs * 16), random.normal(16), random.normal(16),
               random.normal(2 * 64 * inputs), random.normal(2 * 16 * 16)};
  in.src.back() = std::numeric_limits<float>::quiet_NaN();
  const Results r = runDevice(c, in, 1);
  bool others = true, own = true;
  for (size_t i = 0; i < r.dst.size(); ++i)
    (i < r.dst.size() / 2 ? others : own) &= std::isnan(r.dst[i]) == (i >= r.dst.size() / 2);
  check::isTrue("NaN reaches all of its image's results", own);
  check::isTrue("NaN reaches no other image", others);
}

}  // namespace

int main() {
  std::printf("instruction set %s\n", isaName(isa()));
  check::Random random(20240817);
  for (const Case& c : kCases) testCase(c, random);
  testNan(1, random);
  testNan(8, random);
  return check::report();
}
