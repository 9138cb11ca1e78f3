// Maximum mean discrepancy, fused and unfused, against plain loops over pairs in double.
#include <limits>
#include <stdexcept>

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
constexpr MmdKernel kKernels[] = {MmdKernel::gaussian, MmdKernel::linear, MmdKernel::polynomial,
                                  MmdKernel::laplace, MmdKernel::mean};

struct Computed {
  Floats gradient, loss;
};

Computed compute(bool fused, MmdKernel kernel, const MmdShape& shape, const Pair& features,
                 bool wantLoss, int threads) {
  Context context(threads);
  Computed r = {Floats(features.synthetic.size(), kNan), Floats(shape.classes, kNan)};
  (fused ? mmdFused : mmdUnfused)(context, kernel, shape, features.synthetic.data(),
                                  features.real.data(), r.gradient.data(),
                                  wantLoss ? r.loss.data() : nullptr);
  return r;
}

std::string name(bool fused, MmdKernel kernel, const MmdShape& s) {
  static const char* const kNames[] = {"gaussian", "linear", "polynomial", "laplace", "mean"};
  return std::string(fused ? "fused " : "unfused ") + kNames[static_cast<int>(kernel)] + " " +
         std::to_string(s.classes) + "x(" + std::to_string(s.synthetic) + ", " +
         std::to_string(s.real) + ", " + std::to_string(s.dimensions) + ")";
}

// The standard deviation keeps Laplace's exponents near 1, where its derivative is large.
Pair randomFeatures(const MmdShape& s, float offset, check::Random& random) {
  const float std = 1 / std::sqrt(static_cast<float>(s.dimensions));
  return {random.normal(int64_t{s.classes} * s.synthetic * s.dimensions, offset + 0.3f * std, std),
          random.normal(int64_t{s.classes} * s.real * s.dimensions, offset, std)};
}

void testKernel(bool fused, MmdKernel kernel, const MmdShape& shape, const Pair& features,
                const Result& expected) {
  const std::string what = name(fused, kernel, shape);
  const Computed one = compute(fused, kernel, shape, features, true, 1);
  check::close(what + " loss", one.loss, expected.loss, 2e-5, 1e-4);
  check::closeToSums(what + " gradient", one.gradient, expected.gradient, 3e-5);
  check::bitwiseEqual(what + " without loss",
                      compute(fused, kernel, shape, features, false, 2).gradient, one.gradient);
  for (const int threads : {2, 3}) {
    const Computed other = compute(fused, kernel, shape, features, true, threads);
    check::bitwiseEqual(what + " loss, threads", other.loss, one.loss);
    check::bitwiseEqual(what + " gradient, threads", other.gradient, one.gradient);
  }
}

// A common offset a thousand times the spread must not cost digits, where the kernel is one of
// distances.
void testOffset(bool fused, check::Random& random) {
  const MmdShape shape = {1, 13, 29, 37};
  const Pair features = randomFeatures(shape, 150, random);
  for (const MmdKernel kernel : {MmdKernel::gaussian, MmdKernel::laplace}) {
    const Result expected = naive::discrepancy(kernel, shape, features);
    const Computed actual = compute(fused, kernel, shape, features, true, 2);
    check::close(name(fused, kernel, shape) + " offset loss", actual.loss, expected.loss, 1e-5,
                 1e-4);
    check::closeToSums(name(fused, kernel, shape) + " offset gradient", actual.gradient,
                       expected.gradient, 1e-4);
  }
}

void testSpecialValues(bool fused) {
  const MmdShape shape = {2, 3, 5, 7};
  for (const MmdKernel kernel : kKernels) {
    const std::string what = name(fused, kernel, shape);
    Pair features = {Floats(2 * 3 * 7, 0.1f), Floats(2 * 5 * 7, 0.1f)};
    const Computed equal = compute(fused, kernel, shape, features, true, 2);
    for (const float loss : equal.loss)
      check::isTrue(what + ": equal features, no loss", std::abs(loss) < 1e-6f);
    if (kernel == MmdKernel::gaussian)
      check::bitwiseEqual(what + ": equal features", Doubles{equal.loss[0], equal.loss[1]},
                          Doubles{0, 0});
    for (const float g : equal.gradient)
      check::isTrue(what + ": equal features, no gradient", std::abs(g) < 1e-6f);

    for (Floats* where : {&features.synthetic, &features.real}) {
      where->back() = kNan;  // of the second class
      const Computed poisoned = compute(fused, kernel, shape, features, true, 2);
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
  const MmdShape shape = {1, 2, 2, 3};
  const Pair features = {Floats(2 * 3, 0.5f), Floats(2 * 3, 0.25f)};
  for (const int number : {-1, static_cast<int>(std::size(kKernels))}) {
    const std::string what = (fused ? "fused" : "unfused") + std::string(" kernel ");
    try {
      compute(fused, static_cast<MmdKernel>(number), shape, features, true, 1);
      check::isTrue(what + std::to_string(number) + ": no exception", false);
    } catch (const std::invalid_argument& e) {
      check::isTrue(what + e.what(), std::string(e.what()).find("MmdKernel") != std::string::npos);
    }
  }
}

// The real features are too large to be kept centred: they are centred tile by tile.
void testNotKept(check::Random& random) {
  const MmdShape shape = {1, 5, 530, 16384};
  const Pair features = randomFeatures(shape, 1, random);
  const Computed fused = compute(true, MmdKernel::gaussian, shape, features, true, 3);
  const Computed unfused = compute(false, MmdKernel::gaussian, shape, features, true, 2);
  check::close("tiles of large features, loss", fused.loss, unfused.loss, 1e-6, 1e-4);
  check::closeToSums("tiles of large features, gradient", fused.gradient, unfused.gradient);
  check::bitwiseEqual("tiles of large features, threads",
                      compute(true, MmdKernel::gaussian, shape, features, true, 1).gradient,
                      fused.gradient);
}

}  // namespace

int main() {
  std::printf("instruction set %s\n", isaName(isa()));
  check::Random random(161803);
  testExp();
  // One feature, one dimension, primes; one less, as many and one more than a tile of columns or
  // rows (256) and than a block of the real-real term (64).
  for (const MmdShape& shape : {MmdShape{1, 1, 1, 1},
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
    for (const MmdKernel kernel : kKernels) {
      const Result expected = naive::discrepancy(kernel, shape, features);
      testKernel(true, kernel, shape, features, expected);
      testKernel(false, kernel, shape, features, expected);
    }
  }
  testNotKept(random);
  for (const bool fused : {true, false}) {
    testOffset(fused, random);
    testSpecialValues(fused);
    testUnknownKernel(fused);
  }
  return check::report();
}
