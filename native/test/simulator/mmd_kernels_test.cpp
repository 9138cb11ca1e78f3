// The kernels of the discrepancies, run by the simulated driver, against plain loops in double.
#include <vector>

#include "device.h"
#include "naive_mmd.h"

using echodc::MmdKernel;
using echodc::cpu::FeatureShape;

namespace {

constexpr unsigned kThreads = 256, kTile = 64, kStatisticsThreads = 1024;
constexpr unsigned kTileShared = 2 * 2 * 16 * (64 + 4) * sizeof(float);
constexpr unsigned kFusedShared = kTileShared + 2 * kTile * sizeof(float) + 32 * sizeof(double);
constexpr unsigned kRowShared = 32 * sizeof(double);
constexpr unsigned kStatisticsShared = kStatisticsThreads * sizeof(double);
constexpr uint64_t kNone = 0;

unsigned covering(int count, unsigned each) {
  return (static_cast<unsigned>(count) + each - 1) / each;
}

struct Inputs {
  Inputs(const FeatureShape& size, check::Random& random)
      : shape(size),
        classes(static_cast<unsigned>(size.classes)),
        columns(covering(size.dimensions, 32)) {
    const float std = 1 / std::sqrt(static_cast<float>(size.dimensions));
    features = {
        random.normal(int64_t{size.classes} * size.synthetic * size.dimensions, 0.3f * std, std),
        random.normal(int64_t{size.classes} * size.real * size.dimensions, 0, std)};
    synthetic = device.upload(features.synthetic);
    real = device.upload(features.real);
    means = device.allocate(static_cast<size_t>(size.classes) * size.dimensions);
    squares = device.allocate<double>(classes * columns);
    gradient = device.allocate(features.synthetic.size());
    loss = device.allocate(classes);
  }

  void statistics() {
    device.launch("mmdStatistics", {columns, classes}, kStatisticsThreads, kStatisticsShared,
                  shape.synthetic, shape.real, shape.dimensions, synthetic, real, means, squares);
  }

  void expect(const std::string& name, MmdKernel kernel) {
    expect(name, naive::discrepancy(kernel, shape, features));
  }

  void expect(const std::string& name, const naive::Result& expected) {
    check::close(name + " loss", device.download(loss, classes), expected.loss, 2e-5, 1e-4);
    check::closeToSums(name + " gradient", device.download(gradient, features.synthetic.size()),
                       expected.gradient, 3e-5);
  }

  Device device;
  FeatureShape shape;
  naive::Pair features;
  unsigned classes, columns;
  uint64_t synthetic, real, means, squares, gradient, loss;
};

// In strips of one tile of rows, as where the weights of all rows have no room.
void fused(const std::string& name, const FeatureShape& shape, MmdKernel kernel,
           check::Random& random) {
  Inputs in(shape, random);
  const bool usesBandwidth = echodc::usesBandwidth(kernel);
  const bool ofDifferences = echodc::isOfDifferences(kernel);
  if (usesBandwidth) in.statistics();
  const unsigned tilesS = covering(shape.synthetic, kTile), tilesR = covering(shape.real, kTile);
  const unsigned across = tilesS + tilesR, realPairs = tilesR * (tilesR + 1) / 2;
  const int tiles = static_cast<int>(tilesS * across + realPairs);
  const uint64_t sums = in.device.allocate<double>(in.classes * static_cast<unsigned>(tiles));
  const uint64_t strip = in.device.allocate(in.classes * across * kTile * kTile);
  const uint64_t means = usesBandwidth ? in.means : kNone;
  const uint64_t squares = usesBandwidth ? in.squares : kNone;
  for (unsigned row = 0; row < tilesS; ++row) {
    const int firstRow = static_cast<int>(row);
    in.device.launch(ofDifferences ? "mmdDifferenceWeights" : "mmdWeights",
                     {across + (row == 0 ? realPairs : 0), in.classes}, kThreads, kFusedShared,
                     kernel, shape.synthetic, shape.real, shape.dimensions, 0, firstRow, 1,
                     static_cast<int>(in.columns), in.synthetic, in.real, means, squares, tiles,
                     strip, sums);
    in.device.launch(ofDifferences ? "mmdDifferenceGradient" : "mmdGradient",
                     {covering(shape.dimensions, kTile), 1, in.classes}, kThreads, kFusedShared,
                     kernel, shape.synthetic, shape.real, shape.dimensions, 0, firstRow,
                     in.synthetic, in.real, means, strip, tiles, sums, in.gradient,
                     row + 1 == tilesS ? in.loss : kNone);
  }
  in.expect("fused " + name, kernel);
}

void unfused(const std::string& name, const FeatureShape& shape, MmdKernel kernel,
             check::Random& random) {
  Inputs in(shape, random);
  const bool usesBandwidth = echodc::usesBandwidth(kernel);
  const bool ofDifferences = echodc::isOfDifferences(kernel);
  if (usesBandwidth) in.statistics();
  const int m = shape.synthetic, n = m + shape.real;
  const auto rows = static_cast<unsigned>(n);
  const size_t pairs = static_cast<size_t>(shape.classes) * n * n;
  const uint64_t gram = in.device.allocate(pairs), kernels = in.device.allocate(pairs),
                 weights = in.device.allocate(pairs / n * m);
  const uint64_t means = usesBandwidth ? in.means : kNone;
  const unsigned tiles = covering(n, kTile);
  if (ofDifferences)
    in.device.launch("mmdPairDistances", {tiles, tiles, in.classes}, kThreads, kTileShared, m, n,
                     shape.dimensions, in.synthetic, in.real, gram);
  else
    in.device.launch("mmdGram", {tiles, tiles, in.classes}, kThreads, kTileShared, m, n,
                     shape.dimensions, in.synthetic, in.real, means, gram);
  uint64_t inverse = kNone;
  if (usesBandwidth) {
    const uint64_t norms = in.device.allocate(pairs / n),
                   distanceSums = in.device.allocate<double>(pairs / n);
    inverse = in.device.allocate(in.classes);
    in.device.launch("mmdNorms", {covering(n, kThreads), in.classes}, kThreads, 0, n, gram, norms);
    in.device.launch("mmdDistances", {rows, in.classes}, kThreads, kRowShared, n, norms, gram,
                     distanceSums);
    in.device.launch("mmdBandwidth", {in.classes}, kThreads, kRowShared, n, distanceSums, inverse);
  }
  if (echodc::isOfDistances(kernel)) {
    for (int i = 0; echodc::exponentialRate(kernel, i) != 0; ++i)
      in.device.launch("mmdAddExponential", {rows, in.classes}, kThreads, 0, kernel, m, n, i,
                       inverse, gram, kernels, weights);
  } else {
    in.device.launch("mmdKernelOfDots", {rows, in.classes}, kThreads, 0, kernel, m, n, gram,
                     kernels, weights);
  }
  const uint64_t kernelSums = in.device.allocate<double>(pairs / n * 2),
                 weightSums = in.device.allocate(static_cast<size_t>(shape.classes) * m);
  in.device.launch("mmdRowSums", {rows, in.classes}, kThreads, kRowShared, m, n, kernels, weights,
                   kernelSums, weightSums);
  in.device.launch("mmdLoss", {in.classes}, kThreads, kRowShared, m, n, kernelSums, in.loss);
  const Device::Grid tilesOfGradient = {covering(m, kTile), covering(shape.dimensions, kTile),
                                        in.classes};
  if (ofDifferences)
    in.device.launch("mmdUnfusedDifferenceGradient", tilesOfGradient, kThreads, kTileShared, m, n,
                     shape.dimensions, in.synthetic, in.real, weights, in.gradient);
  else
    in.device.launch("mmdUnfusedGradient", tilesOfGradient, kThreads, kTileShared, m, n,
                     shape.dimensions, in.synthetic, in.real, means, weights,
                     usesBandwidth ? weightSums : kNone, in.gradient);
  in.expect("unfused " + name, kernel);
}

// What a library's products need of features: both sets in one, centred, and rows times factors.
void stacked(const FeatureShape& shape, check::Random& random) {
  Inputs in(shape, random);
  in.statistics();
  const int m = shape.synthetic, n = m + shape.real, d = shape.dimensions;
  const std::vector<float> means =
                               in.device.download(in.means, in.classes * static_cast<size_t>(d)),
                           factors = random.normal(shape.classes * m);
  std::vector<float> expected, scaled;
  for (int group = 0; group < shape.classes; ++group)
    for (int row = 0; row < n; ++row)
      for (int i = 0; i < d; ++i) {
        const float* from = row < m ? &in.features.synthetic[(group * m + row) * d]
                                    : &in.features.real[(group * (n - m) + row - m) * d];
        expected.push_back(from[i] - means[group * d + i]);
        if (row < m) scaled.push_back(factors[group * m + row] * expected.back());
      }
  const uint64_t all = in.device.allocate(expected.size());
  in.device.launch("mmdStack", {static_cast<unsigned>(n), in.classes}, kThreads, 0, m, n, d,
                   in.synthetic, in.real, in.means, all);
  check::close("stacked", in.device.download(all, expected.size()), expected, 0, 0);
  in.device.launch("mmdScaleRows", {static_cast<unsigned>(m), in.classes}, kThreads, 0, m, n, d,
                   in.device.upload(factors), all, in.gradient);
  check::close("scaled rows", in.device.download(in.gradient, scaled.size()), scaled, 0, 0);
}

void distanceOfMeans(const FeatureShape& shape, check::Random& random) {
  Inputs in(shape, random);
  in.device.launch("mmdMean", {in.columns, in.classes}, kStatisticsThreads, kStatisticsShared,
                   shape.synthetic, shape.real, shape.dimensions, in.synthetic, in.real,
                   in.gradient, in.squares);
  in.device.launch("mmdMeanLoss", {in.classes}, kStatisticsThreads, kStatisticsShared,
                   static_cast<int>(in.columns), in.squares, in.loss);
  in.expect("distance of means", naive::meanDistance(shape, in.features));
}

// The launch fails: a number that no kernel has must not pass for one that has, nor a kernel of
// distances for one of dot products.
void rejectsUnknownKernels() {
  for (const int number : {-1, 4, static_cast<int>(MmdKernel::gaussian)}) {
    Device device;
    const uint64_t gram = device.allocate(4), kernels = device.allocate(4),
                   weights = device.allocate(4);
    const bool ran =
        device.runs("mmdKernelOfDots", {2, 1}, kThreads, 0, number, 1, 2, gram, kernels, weights);
    const std::string& error = echodc::simulator::simulator().lastError;
    check::isTrue("kernel " + std::to_string(number) + " is rejected: " + error,
                  !ran && error.find("MmdKernel") != std::string::npos);
  }
}

// The launch fails: distances from dot products must not serve a kernel of differences, nor the
// other way round.
void rejectsKernelsOfTheOtherWeights() {
  for (const bool ofDifferences : {false, true}) {
    Device device;
    const uint64_t features = device.allocate(1), strip = device.allocate(2 * kTile * kTile);
    const bool ran =
        device.runs(ofDifferences ? "mmdDifferenceWeights" : "mmdWeights", {2, 1}, kThreads,
                    kFusedShared, ofDifferences ? MmdKernel::polynomial : MmdKernel::laplace, 1, 1,
                    1, 0, 0, 1, 0, features, features, kNone, kNone, 3, strip, kNone);
    const std::string& error = echodc::simulator::simulator().lastError;
    check::isTrue("other weights are rejected: " + error,
                  !ran && error.find("MmdKernel") != std::string::npos);
  }
}

}  // namespace

int main() {
  check::Random random(141421);
  const FeatureShape shape = {2, 65, 130, 37};
  fused("gaussian", shape, MmdKernel::gaussian, random);
  fused("polynomial", {1, 5, 63, 16}, MmdKernel::polynomial, random);
  fused("laplace", {1, 7, 70, 37}, MmdKernel::laplace, random);
  fused("linear", {1, 5, 63, 16}, MmdKernel::linear, random);
  unfused("gaussian", {2, 9, 70, 37}, MmdKernel::gaussian, random);
  unfused("polynomial", {1, 5, 63, 16}, MmdKernel::polynomial, random);
  unfused("laplace", {1, 9, 70, 37}, MmdKernel::laplace, random);
  unfused("linear", {1, 5, 63, 16}, MmdKernel::linear, random);
  rejectsUnknownKernels();
  rejectsKernelsOfTheOtherWeights();
  stacked({2, 3, 5, 300}, random);
  distanceOfMeans({2, 3, 40, 70}, random);
  return check::report();
}
