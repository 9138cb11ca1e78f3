// The kernels of the classifier and of optimisation, run by the simulated driver, against plain
// loops in double.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "device.h"

namespace {

constexpr unsigned kThreads = 256;
constexpr unsigned kTile = 64;                                           // matrix_tile.cuh
constexpr unsigned kTileShared = 2 * 2 * 16 * (64 + 4) * sizeof(float);  // both operands, twice
constexpr unsigned kWarps = kThreads / 32;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

unsigned covering(int count, unsigned each) {
  return (static_cast<unsigned>(count) + each - 1) / each;
}

// dst[rows, columns] = left[rows, inner] right[inner, columns], by element accessors.
template <typename Left, typename Right>
std::vector<double> product(int rows, int inner, int columns, Left left, Right right) {
  std::vector<double> dst(static_cast<size_t>(rows) * columns);
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c)
      for (int i = 0; i < inner; ++i) dst[r * columns + c] += double{left(r, i)} * right(i, c);
  return dst;
}

void linear(check::Random& random, int batch, int inputs, int outputs) {
  Device device;
  const auto weight = random.normal(inputs * outputs), bias = random.normal(outputs);
  const auto src = random.normal(batch * inputs), gradient = random.normal(batch * outputs);
  const uint64_t weightOn = device.upload(weight), srcOn = device.upload(src),
                 gradientOn = device.upload(gradient), dst = device.allocate(gradient.size()),
                 srcGradient = device.allocate(src.size()),
                 weightGradient = device.allocate(weight.size());
  const auto at = [](const std::vector<float>& values, int columns) {
    return [&values, columns](int row, int column) { return values[row * columns + column]; };
  };
  const auto transposed = [](const std::vector<float>& values, int columns) {
    return [&values, columns](int row, int column) { return values[column * columns + row]; };
  };

  device.launch("linearForward", {covering(batch, kTile), covering(outputs, kTile)}, kThreads,
                kTileShared, batch, inputs, outputs, inputs, weightOn, device.upload(bias), srcOn,
                dst);
  std::vector<double> expected =
      product(batch, inputs, outputs, at(src, inputs), at(weight, outputs));
  for (int i = 0; i < batch * outputs; ++i) expected[i] += bias[i % outputs];
  check::closeToSums("linear", device.download(dst, gradient.size()), expected);

  device.launch("linearBackwardInput", {covering(batch, kTile), covering(inputs, kTile)}, kThreads,
                kTileShared, batch, inputs, outputs, weightOn, gradientOn, srcGradient);
  check::closeToSums(
      "linear backward input", device.download(srcGradient, src.size()),
      product(batch, outputs, inputs, at(gradient, outputs), transposed(weight, outputs)));

  device.launch("linearBackwardWeight", {covering(inputs, kTile), covering(outputs, kTile)},
                kThreads, kTileShared, batch, inputs, outputs, srcOn, gradientOn, weightGradient);
  check::closeToSums(
      "linear backward weight", device.download(weightGradient, weight.size()),
      product(inputs, batch, outputs, transposed(src, inputs), at(gradient, outputs)));
}

void crossEntropy(check::Random& random, int batch, int classes) {
  Device device;
  const auto logits = random.normal(batch * classes, 0, 5);
  std::vector<int> labels(batch), partners(batch);
  for (int row = 0; row < batch; ++row) {
    labels[row] = row % classes;
    partners[row] = (row * 7 + 1) % classes;
  }
  const float share = 0.7f;
  const uint64_t logitsOn = device.upload(logits), labelsOn = device.upload(labels),
                 rowLosses = device.allocate<double>(batch), loss = device.allocate(1),
                 gradient = device.allocate(logits.size());
  device.launch("softmaxCrossEntropy", {covering(batch, kWarps)}, kThreads, 0, batch, classes,
                logitsOn, labelsOn, device.upload(partners),
                device.upload(std::vector<float>{share}), rowLosses, gradient);
  device.launch("meanLoss", {1}, kThreads, 32 * sizeof(double), batch, rowLosses, loss);

  std::vector<double> expected(logits.size());
  double expectedLoss = 0;
  int expectedCorrect = 0;
  for (int row = 0; row < batch; ++row) {
    const float* z = logits.data() + row * classes;
    double sum = 0;
    for (int c = 0; c < classes; ++c) sum += std::exp(double{z[c]});
    for (int c = 0; c < classes; ++c)
      expected[row * classes + c] =
          (std::exp(double{z[c]}) / sum - (c == labels[row] ? double{share} : 0) -
           (c == partners[row] ? 1 - double{share} : 0)) /
          batch;
    expectedLoss +=
        (std::log(sum) - share * z[labels[row]] - (1 - share) * z[partners[row]]) / batch;
    expectedCorrect += std::max_element(z, z + classes) == z + labels[row];
  }
  check::closeToSums("cross-entropy gradient", device.download(gradient, logits.size()), expected);
  check::close("cross-entropy", device.download(loss, 1), std::vector<double>{expectedLoss}, 0,
               1e-5);

  const uint64_t correct = device.upload(std::vector<int>{100});
  device.launch("countCorrect", {covering(batch, kWarps)}, kThreads, 32 * sizeof(int), batch,
                classes, logitsOn, labelsOn, correct);
  check::isTrue("counted", device.download<int>(correct, 1)[0] == 100 + expectedCorrect);
}

// From logarithms of probabilities that a library has computed.
void negativeLogLikelihood(check::Random& random, int batch, int classes) {
  Device device;
  const auto logs = random.normal(batch * classes, -3, 1);
  std::vector<int> labels(batch), partners(batch);
  std::vector<double> expected(logs.size());
  const float share = 0.7f;
  double expectedLoss = 0;
  for (int row = 0; row < batch; ++row) {
    labels[row] = row % classes;
    partners[row] = row * 7 % classes;  // sometimes the same
    const int own = row * classes + labels[row], partner = row * classes + partners[row];
    expected[own] -= double{share} / batch;
    expected[partner] -= (1 - double{share}) / batch;
    expectedLoss -= (double{share} * logs[own] + (1 - double{share}) * logs[partner]) / batch;
  }
  const uint64_t rowLosses = device.allocate<double>(batch), loss = device.allocate(1),
                 gradient = device.allocate(logs.size());
  device.launch("negativeLogLikelihood", {covering(batch, kWarps)}, kThreads, 0, batch, classes,
                device.upload(logs), device.upload(labels), device.upload(partners),
                device.upload(std::vector<float>{share}), rowLosses, gradient);
  device.launch("meanLoss", {1}, kThreads, 32 * sizeof(double), batch, rowLosses, loss);
  check::close("likelihood gradient", device.download(gradient, logs.size()), expected, 1e-7, 1e-6);
  check::close("likelihood", device.download(loss, 1), std::vector<double>{expectedLoss}, 0, 1e-5);
}

void sgd(check::Random& random, int elements, float low, float high) {
  Device device;
  const auto parameters = random.normal(elements), gradient = random.normal(elements),
             velocity = random.normal(elements);
  const uint64_t parametersOn = device.upload(parameters), velocityOn = device.upload(velocity);
  device.launch("sgdStep", {covering(elements, kThreads)}, kThreads, 0,
                static_cast<long long>(elements), 0.1f, 0.9f, 0.01f, low, high, parametersOn,
                device.upload(gradient), velocityOn);
  std::vector<double> expectedParameters(elements), expectedVelocity(elements);
  for (int i = 0; i < elements; ++i) {
    expectedVelocity[i] = 0.9 * velocity[i] + gradient[i] + 0.01 * parameters[i];
    expectedParameters[i] =
        std::clamp<double>(parameters[i] - 0.1 * expectedVelocity[i], low, high);
  }
  check::close("velocity", device.download(velocityOn, elements), expectedVelocity, 1e-6, 1e-5);
  check::close("parameters", device.download(parametersOn, elements), expectedParameters, 1e-6,
               1e-5);
}

void elementwise(check::Random& random, int elements) {
  Device device;
  const auto left = random.normal(elements), right = random.normal(elements);
  const uint64_t sums = device.allocate(elements), ints = device.allocate<int>(elements);
  device.launch("add", {covering(elements, kThreads)}, kThreads, 0,
                static_cast<long long>(elements), device.upload(left), device.upload(right), sums);
  std::vector<float> expected(elements);
  for (int i = 0; i < elements; ++i) expected[i] = left[i] + right[i];
  check::close("add", device.download(sums, elements), expected, 0, 0);

  device.launch("fillFloats", {covering(elements, kThreads)}, kThreads, 0,
                static_cast<long long>(elements), -1.5f, sums);
  check::close("floats", device.download(sums, elements), std::vector<float>(elements, -1.5f), 0,
               0);
  device.launch("fillInts", {covering(elements, kThreads)}, kThreads, 0,
                static_cast<long long>(elements), -2, ints);
  check::close("ints", device.download<int>(ints, elements), std::vector<int>(elements, -2), 0, 0);
}

}  // namespace

int main() {
  check::Random random(20261124);
  linear(random, 3, 17, 10);
  linear(random, 65, 128, 5);
  linear(random, 64, 64, 64);
  crossEntropy(random, 13, 10);
  crossEntropy(random, 8, 100);
  negativeLogLikelihood(random, 13, 10);
  negativeLogLikelihood(random, 8, 100);
  sgd(random, 1000, -kInfinity, kInfinity);
  sgd(random, 257, -0.5f, 0.5f);
  elementwise(random, 255);
  elementwise(random, 257);
  return check::report();
}
