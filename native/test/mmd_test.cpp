// Maximum mean discrepancy, fused and unfused, and the distance of means, against plain loops in
// double.
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "check.h"
#include "context.h"
#include "naive_mmd.h"
#include "operations.h"
#include "simd/dispatch.h"
#include "simd/kernel_function.h"

namespace {

using namespace echodc::cpu;
using echodc::MmdKernel;
using naive::Doubles;
using naive::Floats;
using naive::Pair;
using naive::Result;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct NamedKernel {
  MmdKernel kernel;
  const char* name;
};

constexpr NamedKernel kGaussian = {MmdKernel::gaussian, "gaussian"},
                      kLaplace = {MmdKernel::laplace, "laplace"};
constexpr NamedKernel kKernels[] = {
    kGaussian, {MmdKernel::linear, "linear"}, {MmdKernel::polynomial, "polynomial"}, kLaplace};

// One way to compute a discrepancy, and what it must be.
struct Way {
  std::string name;
  std::function<void(Context&, const FeatureShape&, const float* synthetic, const float* real,
                     float* gradient, float* loss)>
      run;
  std::function<Result(const FeatureShape&, const Pair&)> expected;
};

Way mmd(bool fused, const NamedKernel& named) {
  const MmdKernel kernel = named.kernel;
  return {std::string(fused ? "fused " : "unfused ") + named.name,
          [=](Context& context, const FeatureShape& shape, const float* synthetic,
              const float* real, float* gradient, float* loss) {
            (fused ? mmdFused : mmdUnfused)(context, kernel, shape, synthetic, real, gradient,
                                            loss);
          },
          [=](const FeatureShape& shape, const Pair& features) {
            return naive::discrepancy(kernel, shape, features);
          }};
}

std::vector<Way> allWays() {
  std::vector<Way> ways = {{"distance of means", meanDistance, naive::meanDistance}};
  for (const NamedKernel& kernel : kKernels)
    for (const bool fused : {true, false}) ways.push_back(mmd(fused, kernel));
  return ways;
}

struct Computed {
  Floats gradient, loss;
};

Computed compute(const Way& way, const FeatureShape& shape, const Pair& features, bool wantLoss,
                 int threads) {
  Context context(threads);
  Computed r = {Floats(features.synthetic.size(), kNan), Floats(shape.classes, kNan)};
  way.run(context, shape, features.synthetic.data(), features.real.data(), r.gradient.data(),
          wantLoss ? r.loss.data() : nullptr);
  return r;
}

std::string name(const Way& way, const FeatureShape& s) {
  return way.name + " " + std::to_string(s.classes) + "x(" + std::to_string(s.synthetic) + ", " +
         std::to_string(s.real) + ", " + std::to_string(s.dimensions) + ")";
}

// The standard deviation keeps Laplace's exponents near 1, where its derivative is large.
Pair randomFeatures(const FeatureShape& s, float offset, check::Random& random) {
  const float std = 1 / std::sqrt(static_cast<float>(s.dimensions));
  return {random.normal(int64_t{s.classes} * s.synthetic * s.dimensions, offset + 0.3f * std, std),
          random.normal(int64_t{s.classes} * s.real * s.dimensions, offset, std)};
}

void testWay(const Way& way, const FeatureShape& shape, const Pair& features) {
  const Result expected = way.expected(shape, features);
  const std::string what = name(way, shape);
  const Computed one = compute(way, shape, features, true, 1);
  check::close(what + " loss", one.loss, expected.loss, 2e-5, 1e-4);
  check::closeToSums(what + " gradient", one.gradient, expected.gradient, 3e-5);
  check::bitwiseEqual(what + " without loss", compute(way, shape, features, false, 2).gradient,
                      one.gradient);
  for (const int threads : {2, 3}) {
    const Computed other = compute(way, shape, features, true, threads);
    check::bitwiseEqual(what + " loss, threads", other.loss, one.loss);
    check::bitwiseEqual(what + " gradient, threads", other.gradient, one.gradient);
  }
}

// A common offset a thousand times the spread must not cost digits, where the kernel is one of
// distances.
void testOffset(bool fused, check::Random& random) {
  const FeatureShape shape = {1, 13, 29, 37};
  const Pair features = randomFeatures(shape, 150, random);
  for (const NamedKernel& kernel : {kGaussian, kLaplace}) {
    const Way way = mmd(fused, kernel);
    const Result expected = way.expected(shape, features);
    const Computed actual = compute(way, shape, features, true, 2);
    check::close(name(way, shape) + " offset loss", actual.loss, expected.loss, 1e-5, 1e-4);
    check::closeToSums(name(way, shape) + " offset gradient", actual.gradient, expected.gradient,
                       1e-4);
  }
}

void testSpecialValues() {
  const FeatureShape shape = {2, 3, 5, 7};
  for (const Way& way : allWays()) {
    const std::string what = name(way, shape);
    Pair features = {Floats(2 * 3 * 7, 0.1f), Floats(2 * 5 * 7, 0.1f)};
    const Computed equal = compute(way, shape, features, true, 2);
    for (const float loss : equal.loss)
      check::isTrue(what + ": equal features, no loss", std::abs(loss) < 1e-6f);
    if (way.name.find(kGaussian.name) != std::string::npos)
      check::bitwiseEqual(what + ": equal features", Doubles{equal.loss[0], equal.loss[1]},
                          Doubles{0, 0});
    for (const float g : equal.gradient)
      check::isTrue(what + ": equal features, no gradient", std::abs(g) < 1e-6f);

    for (Floats* where : {&features.synthetic, &features.real}) {
      where->back() = kNan;  // of the second class
      const Computed poisoned = compute(way, shape, features, true, 2);
      check::isTrue(what + ": NaN in, NaN out", std::isnan(poisoned.loss[1]));
      check::isTrue(what + ": NaN stays in its class", std::isfinite(poisoned.loss[0]));
      where->back() = 0.1f;
    }
  }
}

void testExp() {
  const auto& simd = ECHODC_SIMD_TABLE(kernelFunctionTable);
  Floats x;
  for (int i = 0; i <= 870000; ++i) x.push_back(static_cast<float>(i) * 1e-4f);
  Floats e(x.size());
  simd.addExponential(static_cast<int>(x.size()), -1, 0, x.data(), e.data(), nullptr);
  double worst = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const double exact = std::exp(-static_cast<double>(x[i]));
    const auto rounded = static_cast<float>(exact);
    const double ulp = static_cast<double>(std::nextafter(rounded, 2.0f)) - rounded;
    worst = std::max(worst, std::abs(e[i] - exact) / ulp);
  }
  std::printf("exp: largest error %.2f ulp\n", worst);
  check::isTrue("exp within 2 ulp", worst < 2);
  const Floats special = {0, 88, 1e30f, std::numeric_limits<float>::infinity(), kNan};
  Floats result(5);
  simd.addExponential(5, -1, 0, special.data(), result.data(), nullptr);
  check::isTrue("exp of 0", result[0] == 1);
  check::isTrue("exp underflows to 0", result[1] == 0 && result[2] == 0 && result[3] == 0);
  check::isTrue("exp of NaN", std::isnan(result[4]));
}

// A number that no kernel has must not pass for one that has.
void testUnknownKernel(bool fused) {
  const FeatureShape shape = {1, 2, 2, 3};
  const Pair features = {Floats(2 * 3, 0.5f), Floats(2 * 3, 0.25f)};
  for (const int number : {-1, static_cast<int>(std::size(kKernels))}) {
    const std::string what = (fused ? "fused" : "unfused") + std::string(" kernel ");
    try {
      compute(mmd(fused, {static_cast<MmdKernel>(number), "unknown"}), shape, features, true, 1);
      check::isTrue(what + std::to_string(number) + ": no exception", false);
    } catch (const std::invalid_argument& e) {
      check::isTrue(what + e.what(), std::string(e.what()).find("MmdKernel") != std::string::npos);
    }
  }
}

// The real features are too large to be kept centred: they are centred tile by tile.
void testNotKept(check::Random& random) {
  const FeatureShape shape = {1, 5, 530, 16384};
  const Pair features = randomFeatures(shape, 1, random);
  const Computed fused = compute(mmd(true, kGaussian), shape, features, true, 3);
  const Computed unfused = compute(mmd(false, kGaussian), shape, features, true, 2);
  check::close("tiles of large features, loss", fused.loss, unfused.loss, 1e-6, 1e-4);
  check::closeToSums("tiles of large features, gradient", fused.gradient, unfused.gradient);
  check::bitwiseEqual("tiles of large features, threads",
                      compute(mmd(true, kGaussian), shape, features, true, 1).gradient,
                      fused.gradient);
}

}  // namespace

int main() {
  std::printf("instruction set %s\n", isaName(isa()));
  check::Random random(161803);
  testExp();
  // One feature, one dimension, primes; one less, as many and one more than a tile of columns or
  // rows (256) and than a block of the real-real term (64).
  for (const FeatureShape& shape : {FeatureShape{1, 1, 1, 1},
                                    {3, 1, 4, 16},
                                    {1, 5, 1, 3},
                                    {3, 7, 13, 31},
                                    {1, 2, 3, 1},
                                    {1, 63, 64, 5},
                                    {3, 65, 63, 2},
                                    {1, 255, 257, 3},
                                    {1, 257, 256, 5},
                                    {1, 301, 255, 2}}) {
    const Pair features = randomFeatures(shape, 0, random);
    for (const Way& way : allWays()) testWay(way, shape, features);
  }
  testNotKept(random);
  testSpecialValues();
  for (const bool fused : {true, false}) {
    testOffset(fused, random);
    testUnknownKernel(fused);
  }
  return check::report();
}
