// Loss, counting and the optimiser against plain loops, and what becomes of huge values and NaN.
#include <limits>

#include "check.h"
#include "context.h"
#include "operations.h"
#include "simd/dispatch.h"

namespace {

using namespace echodc::cpu;
using Floats = std::vector<float>;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct LossAndGradient {
  float loss;
  Floats gradient;
};

LossAndGradient crossEntropy(int batch, int classes, const Floats& logits,
                             const std::vector<int32_t>& labels,
                             const std::vector<int32_t>& partners, float weight, int threads) {
  Context context(threads);
  LossAndGradient r = {kNan, Floats(logits.size(), kNan)};
  softmaxCrossEntropy(context, batch, classes, logits.data(),
                      {labels.data(), partners.data(), &weight}, &r.loss, r.gradient.data());
  return r;
}

void testCrossEntropy(int batch, int classes, float weight, check::Random& random) {
  const Floats logits = random.normal(int64_t{batch} * classes, 0, 3);
  std::vector<int32_t> labels(batch), partners(batch);
  for (int i = 0; i < batch; ++i) {
    labels[i] = i % classes;
    partners[i] = i * 7 % classes;  // sometimes the same
  }
  double loss = 0;
  std::vector<double> gradient(logits.size());
  for (int i = 0; i < batch; ++i) {
    const auto logit = [&](int c) { return static_cast<double>(logits[i * classes + c]); };
    double sum = 0;
    for (int c = 0; c < classes; ++c) sum += std::exp(logit(c));
    for (const auto& [label, share] : {std::pair(labels[i], static_cast<double>(weight)),
                                       std::pair(partners[i], 1.0 - weight)}) {
      loss -= share * std::log(std::exp(logit(label)) / sum) / batch;
      for (int c = 0; c < classes; ++c)
        gradient[i * classes + c] += share * (std::exp(logit(c)) / sum - (c == label)) / batch;
    }
  }
  const LossAndGradient r = crossEntropy(batch, classes, logits, labels, partners, weight, 1);
  check::close("cross-entropy", Floats{r.loss}, std::vector<double>{loss}, 1e-6, 1e-6);
  check::close("cross-entropy gradient", r.gradient, gradient, 1e-7, 1e-5);
  for (const int threads : {2, 3}) {
    const auto other = crossEntropy(batch, classes, logits, labels, partners, weight, threads);
    check::bitwiseEqual("cross-entropy, threads", Floats{other.loss}, Floats{r.loss});
    check::bitwiseEqual("cross-entropy gradient, threads", other.gradient, r.gradient);
  }
}

void testExtremeLogits() {
  const std::vector<int32_t> own = {0, 1}, partner = {1, 1};
  const LossAndGradient huge = crossEntropy(2, 2, {3e38f, 0, -3e38f, 3e38f}, own, own, 1, 1);
  check::isTrue("loss of huge and right logits is 0", huge.loss == 0);
  check::isTrue("its gradient is 0", huge.gradient == Floats(4, 0.0f));
  const LossAndGradient wrong = crossEntropy(1, 2, {1000, 0}, {1}, {1}, 1, 1);
  check::isTrue("loss of large and wrong logits is finite", wrong.loss == 1000);
  const LossAndGradient nan = crossEntropy(2, 2, {1, kNan, 0, 1}, own, partner, 0.5f, 1);
  check::isTrue("NaN logits give a NaN loss", std::isnan(nan.loss));
  check::isTrue("and a NaN gradient", std::isnan(nan.gradient[0]) && std::isnan(nan.gradient[1]));
}

void testCountCorrect() {
  Context context(2);
  const Floats logits = {1,  2,    2,   // first of equal ones: 1
                         3,  0,    1,   // 0
                         5,  5,    5,   // 0
                         0,  kNan, 1,   // none
                         -1, -2,   0};  // 2
  const auto count = [&](const std::vector<int32_t>& labels) {
    int32_t correct = 100;
    countCorrect(context, 5, 3, logits.data(), labels.data(), &correct);
    return correct - 100;
  };
  check::isTrue("all correct", count({1, 0, 0, 2, 2}) == 4);
  check::isTrue("later one of equal entries is wrong", count({2, 1, 1, 0, 0}) == 0);
  check::isTrue("NaN is not the largest", count({0, 1, 2, 1, 1}) == 0);
}

void testSgd(bool clamp, check::Random& random) {
  constexpr int64_t kSize = 100003;  // several blocks, odd tail
  const Floats parameters = random.normal(kSize), gradient = random.normal(kSize);
  const Floats velocity = random.normal(kSize);
  const Sgd sgd = {0.3f, 0.9f, 0.05f, clamp, -0.5f, 1};
  std::vector<double> expected(kSize), expectedVelocity(kSize);
  for (int64_t i = 0; i < kSize; ++i) {
    expectedVelocity[i] =
        0.9 * velocity[i] + (static_cast<double>(gradient[i]) + 0.05 * parameters[i]);
    expected[i] = parameters[i] - 0.3 * expectedVelocity[i];
    if (clamp) expected[i] = std::min(std::max(expected[i], -0.5), 1.0);
  }
  Floats first;
  for (const int threads : {1, 2, 3}) {
    Context context(threads);
    Floats p = parameters, v = velocity;
    sgdStep(context, sgd, kSize, p.data(), gradient.data(), v.data());
    check::close("SGD parameters", p, expected, 1e-6, 1e-5);
    check::close("SGD velocity", v, expectedVelocity, 1e-6, 1e-5);
    if (threads == 1) first = p;
    check::bitwiseEqual("SGD, threads", p, first);
  }
  Context context(1);
  Floats p(20, kNan), v(20, 0.0f), g(20, 0.0f);
  sgdStep(context, sgd, 20, p.data(), g.data(), v.data());
  check::isTrue("clamping keeps NaN", std::isnan(p.front()) && std::isnan(p.back()));
}

}  // namespace

int main() {
  std::printf("instruction set %s\n", isaName(isa()));
  check::Random random(31337);
  testCrossEntropy(1, 2, 1, random);
  testCrossEntropy(37, 10, 0.3f, random);
  testCrossEntropy(64, 200, 0.75f, random);
  testExtremeLogits();
  testCountCorrect();
  testSgd(false, random);
  testSgd(true, random);
  return check::report();
}
