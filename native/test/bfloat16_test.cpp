// BF16 numbers, and the conv block that reads and writes them, against plain loops on the same
// rounded numbers.
#include <cstring>
#include <limits>

#include "check.h"
#include "context.h"
#include "naive_network.h"
#include "simd/bfloat16_conversion.h"

namespace {

using namespace echodc::cpu;

float floatOf(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

std::vector<float> widened(const std::vector<Bfloat16>& values) {
  std::vector<float> result(values.size());
  ECHODC_SIMD_TABLE(bfloat16ConversionTable).widen(values.size(), values.data(), result.data());
  return result;
}

std::vector<Bfloat16> rounded(const std::vector<float>& values) {
  std::vector<Bfloat16> result(values.size());
  ECHODC_SIMD_TABLE(bfloat16ConversionTable).round(values.size(), values.data(), result.data());
  return result;
}

// Each of the numbers in every lane of a vector, and among those that fill no vector up.
void testRounding() {
  struct Rounding {
    const char* what;
    uint32_t from, to;
  };
  constexpr Rounding kRoundings[] = {
      {"exact", 0x3f810000, 0x3f81},
      {"below a half", 0x3f817fff, 0x3f81},
      {"a half, to the even below", 0x3f828000, 0x3f82},
      {"a half, to the even above", 0x3f818000, 0x3f82},
      {"above a half", 0x3f828001, 0x3f83},
      {"into the exponent", 0x3fffffff, 0x4000},
      {"negative", 0xbf818000, 0xbf82},
      {"negative zero", 0x80000000, 0x8000},
      {"denormal", 0x00018000, 0x0002},
      {"largest float, to infinity", 0x7f7fffff, 0x7f80},
      {"infinity", 0x7f800000, 0x7f80},
      {"NaN", 0x7fc00000, 0x7fc0},
      {"NaN of low bits alone", 0x7f800001, 0x7fc0},
      {"negative NaN of all bits", 0xffffffff, 0xffff},
  };
  for (const Rounding& r : kRoundings) {
    for (const Bfloat16 got : rounded(std::vector<float>(37, floatOf(r.from))))
      check::isTrue(std::string("rounding, ") + r.what, got.bits == r.to);
    for (const float got : widened(std::vector<Bfloat16>(37, {static_cast<uint16_t>(r.to)}))) {
      uint32_t bits;
      std::memcpy(&bits, &got, sizeof(bits));
      check::isTrue(std::string("widening, ") + r.what, bits == uint32_t{r.to} << 16);
    }
  }
}

struct Case {
  const char* path;
  int height, width, inputs, outputs, padding, batch;
  bool bfloatSrc, bfloatDst;
};

constexpr Case kCases[] = {
    {"first block, 28x28x1", 28, 28, 1, 128, 3, 3, false, true},
    {"first block, 32x32x3", 32, 32, 3, 32, 1, 2, false, true},
    {"only block", 28, 28, 1, 40, 3, 2, false, false},
    {"few channels, odd sides", 7, 9, 3, 5, 1, 3, true, true},
    {"16x16x128", 16, 16, 128, 128, 1, 3, true, true},
    {"last block, 8x8x128", 8, 8, 128, 128, 1, 5, true, false},
    {"width 32", 8, 8, 32, 32, 1, 3, true, true},
    {"width of no full vector, odd sides", 7, 7, 20, 20, 1, 4, true, true},
    {"odd sides in several large tiles", 15, 13, 20, 36, 1, 3, true, true},
    {"large tiles, padding of 2", 14, 14, 20, 36, 2, 3, true, true},
    {"large tiles forward alone, without padding", 18, 18, 20, 36, 0, 3, true, true},
    {"first block of many channels", 8, 8, 6, 24, 1, 3, false, true},
};

// An array of either type.
class Numbers {
 public:
  Numbers(int64_t count, bool bfloat) {
    if (bfloat)
      bfloats_.assign(count, {0x7fc0});  // NaN
    else
      floats_.assign(count, std::numeric_limits<float>::quiet_NaN());
  }
  Numbers(const std::vector<float>& values, bool bfloat) {
    if (bfloat)
      bfloats_ = rounded(values);
    else
      floats_ = values;
  }

  Activations activations() {
    return bfloats_.empty() ? Activations(floats_.data()) : Activations(bfloats_.data());
  }
  std::vector<float> floats() const { return bfloats_.empty() ? floats_ : widened(bfloats_); }

 private:
  std::vector<float> floats_;
  std::vector<Bfloat16> bfloats_;
};

struct Inputs {
  std::vector<float> weight, scale, shift;
  Numbers src, dstGradient;
};

struct Results {
  std::vector<float> dst, convolution, mean, inverseStd, srcGradient;
};

Results run(const Case& c, Inputs& in, int threads) {
  Context context(threads, Precision::bfloat16);
  const ConvBlockShape shape = {c.batch, {c.height, c.width, c.inputs}, c.outputs, c.padding};
  const ConvBlockParameters parameters = {in.weight.data(), in.scale.data(), in.shift.data()};
  Numbers dst(c.batch * shape.dst().elements(), c.bfloatDst);
  Numbers withoutSaving = dst;
  Numbers convolution(c.batch * shape.convolution().elements(), true);
  Numbers srcGradient(c.batch * shape.src.elements(), c.bfloatSrc);
  Results r;
  r.mean = r.inverseStd = std::vector<float>(c.batch * c.outputs);
  convBlockForward(context, shape, parameters, in.src.activations(), dst.activations(),
                   {convolution.activations(), r.mean.data(), r.inverseStd.data()});
  convBlockForward(context, shape, parameters, in.src.activations(), withoutSaving.activations(),
                   {});
  check::bitwiseEqual("result without saving", withoutSaving.floats(), dst.floats());
  convBlockBackward(context, shape, parameters,
                    {convolution.activations(), r.mean.data(), r.inverseStd.data()},
                    in.dstGradient.activations(),
                    {srcGradient.activations(), nullptr, nullptr, nullptr, nullptr});
  r.dst = dst.floats();
  r.convolution = convolution.floats();
  r.srcGradient = srcGradient.floats();
  return r;
}

// A number rounded to BF16 is wrong by at most 2^-8 of itself.
constexpr double kRounding = 0x1p-8;

double rootMeanSquare(const naive::Values& values) {
  double squares = 0;
  for (const double value : values) squares += value * value;
  return std::sqrt(squares / values.size());
}

void testCase(const Case& c, check::Random& random) {
  const std::string name = c.path;
  const ConvBlockShape shape = {c.batch, {c.height, c.width, c.inputs}, c.outputs, c.padding};
  const ImageShape convolved = shape.convolution();
  const ConvolutionShape convolution = {c.batch, shape.src, c.outputs, 3, 1, c.padding};
  Inputs in = {random.normal(9 * c.inputs * c.outputs, 0, 0.2f), random.normal(c.outputs, 1, 0.3f),
               random.normal(c.outputs, 0, 0.3f),
               Numbers(random.normal(c.batch * shape.src.elements(), 0.2f, 1), c.bfloatSrc),
               Numbers(random.normal(c.batch * shape.dst().elements()), c.bfloatDst)};
  const Results r = run(c, in, 1);

  using namespace naive;
  const Values scale = toDouble(in.scale), shift = toDouble(in.shift);
  const Values weight = toDouble(in.weight);
  const Values values = naive::convolution(convolution, weight, toDouble(in.src.floats()));
  const Norm norm = instanceNorm(c.batch, convolved, values, scale, shift);
  // Of the deviation of a convolution: what Winograd's large tiles, which are for BF16, may be
  // wrong by. Rounding is wrong by eight times as much.
  const bool largeTiles = c.inputs > 4;
  const double size = rootMeanSquare(values), error = largeTiles ? kRounding / 8 : 0;
  check::close(name + " dst", r.dst, averagePool(c.batch, convolved, relu(norm.result)),
               1e-5 + error / 4, 1e-4 + (c.bfloatDst ? kRounding : 0));
  check::close(name + " saved convolution", r.convolution, values, 1e-4 + error * size,
               1e-4 + kRounding);
  check::close(name + " saved mean", r.mean, norm.mean, 1e-5 + error / 8 * size, 1e-4);
  check::close(name + " saved inverse std", r.inverseStd, norm.inverseStd, 1e-5, 1e-4);

  // The backward pass begins from the rounded convolution, and from the statistics of the exact
  // one.
  const Values saved = toDouble(r.convolution);
  Norm savedNorm = {saved, toDouble(r.mean), toDouble(r.inverseStd)};
  for (int b = 0; b < c.batch; ++b)
    for (int64_t i = 0; i < convolved.elements(); ++i) {
      const int64_t at = b * convolved.elements() + i, of = b * c.outputs + i % c.outputs;
      savedNorm.result[at] =
          (saved[at] - savedNorm.mean[of]) * savedNorm.inverseStd[of] * scale[i % c.outputs] +
          shift[i % c.outputs];
    }
  Values gradient = averagePoolBackward(c.batch, convolved, toDouble(in.dstGradient.floats()));
  for (size_t i = 0; i < gradient.size(); ++i)
    if (savedNorm.result[i] <= 0) gradient[i] = 0;
  const NormGradients gradients =
      instanceNormBackward(c.batch, convolved, saved, savedNorm, scale, gradient);
  const Values expected = naive::convolutionBackwardInput(convolution, weight, gradients.src);
  // Between the rounded convolution and the exact mean there are small sums of rounding errors,
  // which the device takes to be the 0 that they are without rounding.
  check::close(name + " src gradient", r.srcGradient, expected,
               (kRounding / 8 + error) * rootMeanSquare(expected),
               1e-4 + (c.bfloatSrc ? kRounding : 0));

  for (const int threads : {2, 3}) {
    const Results other = run(c, in, threads);
    check::bitwiseEqual(name + " dst, threads", other.dst, r.dst);
    check::bitwiseEqual(name + " saved convolution, threads", other.convolution, r.convolution);
    check::bitwiseEqual(name + " src gradient, threads", other.srcGradient, r.srcGradient);
  }
}

void testNan(int inputs, bool bfloatSrc, check::Random& random) {
  const Case c = {"NaN", 8, 8, inputs, 16, 1, 2, bfloatSrc, true};
  std::vector<float> src = random.normal(2 * 64 * inputs);
  src.back() = std::numeric_limits<float>::quiet_NaN();
  Inputs in = {random.normal(9 * inputs * 16), random.normal(16), random.normal(16),
               Numbers(src, bfloatSrc), Numbers(random.normal(2 * 16 * 16), true)};
  const Results r = run(c, in, 1);
  for (const std::vector<float>& values : {r.dst, r.srcGradient}) {
    bool others = true, own = true;
    for (size_t i = 0; i < values.size(); ++i)
      (i < values.size() / 2 ? others : own) &= std::isnan(values[i]) == (i >= values.size() / 2);
    check::isTrue("NaN reaches all of its image's results", own);
    check::isTrue("NaN reaches no other image", others);
  }
}

}  // namespace

int main() {
  testRounding();
  check::Random random(20250611);
  for (const Case& c : kCases) testCase(c, random);
  testNan(1, false, random);
  testNan(8, true, random);
  return check::report();
}
