// The simulated tensor core against the fragment tables of a second source: CUTLASS's
// MMA_Traits<SM80_16x8x8_F32TF32TF32F32_TN> (include/cute/atom/mma_traits_sm80.hpp), whose layouts
// map (thread, value) to a place in a column-major matrix:
//
//   A [16, 8]: Shape ((4, 8), (2, 2)), Stride ((16, 1), (8, 64))
//   B [8, 8]:  Shape ((4, 8), 2),      Stride ((8, 1), 32)       n is the row
//   C [16, 8]: Shape ((4, 8), (2, 2)), Stride ((32, 1), (16, 8))
//
// And the other wrappers of tensor_core.cuh.
#include <cmath>
#include <limits>
#include <vector>

#include "device.h"

namespace {

constexpr unsigned kLanes = 32;
constexpr int kM = 16, kN = 8, kK = 8;

// A CuTe layout with threads (4, 8) and values (2, values / 2).
struct Layout {
  int threadLow, threadHigh, valueLow, valueHigh, values;

  std::vector<int> places() const {
    std::vector<int> table;
    for (int thread = 0; thread < static_cast<int>(kLanes); ++thread)
      for (int value = 0; value < values; ++value)
        table.push_back(thread % 4 * threadLow + thread / 4 * threadHigh + value % 2 * valueLow +
                        value / 2 * valueHigh);
    return table;
  }
};

constexpr Layout kLayoutA = {16, 1, 8, 64, 4};
constexpr Layout kLayoutB = {8, 1, 32, 0, 2};
constexpr Layout kLayoutC = {32, 1, 16, 8, 4};

void multipliesAsCutlassSays(check::Random& random) {
  Device device;
  const auto a = random.normal(kM * kK), b = random.normal(kN * kK);
  const uint64_t c = device.allocate(kM * kN);
  device.launch("product_by_tables", {1}, kLanes, 0, device.upload(a), device.upload(b),
                device.upload(kLayoutA.places()), device.upload(kLayoutB.places()),
                device.upload(kLayoutC.places()), c);
  std::vector<double> expected(kM * kN, 0);
  for (int m = 0; m < kM; ++m)
    for (int n = 0; n < kN; ++n)
      for (int k = 0; k < kK; ++k)
        expected[m + kM * n] += static_cast<double>(a[m + kM * k]) * b[n + kN * k];
  // Both operands lose up to 2^-10 of themselves, being cut.
  check::close("tensor core", device.download(c, kM * kN), expected, 1.5e-2, 0);
}

void usesTenBitsOfMantissa() {
  Device device;
  std::vector<float> a(kM * kK, 0), b(kN * kK, 0);
  a[0] = 1 + 0x1p-10f + 0x1p-11f;  // (0, 0)
  b[0] = 1;
  const uint64_t c = device.allocate(kM * kN);
  device.launch("product_by_tables", {1}, kLanes, 0, device.upload(a), device.upload(b),
                device.upload(kLayoutA.places()), device.upload(kLayoutB.places()),
                device.upload(kLayoutC.places()), c);
  check::isTrue("the 11th bit is cut", device.download(c, 1)[0] == 1 + 0x1p-10f);
}

void roundsToTheNearest() {
  Device device;
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> src = {1 + 0x1p-11f,        1 + 0x1p-11f - 0x1p-23f,
                                  -(1 + 3 * 0x1p-11f), -infinity,
                                  std::nanf(""),       -0.0f,
                                  2 - 0x1p-23f,        0x1.8p-10f};
  const uint64_t dst = device.allocate(src.size());
  device.launch("round_to_tf32", {1}, static_cast<unsigned>(src.size()), 0, device.upload(src),
                dst);
  const auto rounded = device.download(dst, src.size());
  const std::vector<float> expected = {1 + 0x1p-10f, 1, -(1 + 0x1p-9f), -infinity, 0,
                                       -0.0f,        2, 0x1.8p-10f};
  for (size_t i = 0; i < src.size(); ++i)
    check::isTrue("rounded value " + std::to_string(i),
                  std::isnan(src[i]) ? std::isnan(rounded[i]) : rounded[i] == expected[i]);
}

void copiesArriveWhenWaitedFor(check::Random& random) {
  Device device;
  constexpr unsigned kThreads = 32, kCount = 4 * kThreads;
  const auto src = random.normal(kCount);
  const uint64_t on = device.upload(src), dst = device.allocate(kCount);
  device.launch("copy_asynchronously", {1}, kThreads, kCount * sizeof(float), 1, on, dst);
  check::close("waited for", device.download(dst, kCount), src, 0, 0);
  device.launch("copy_asynchronously", {1}, kThreads, kCount * sizeof(float), 0, on, dst);
  for (const float value : device.download(dst, kCount))
    check::isTrue("what nobody waited for is not there", std::isnan(value));
}

}  // namespace

int main() {
  check::Random random(11);
  multipliesAsCutlassSays(random);
  usesTenBitsOfMantissa();
  roundsToTheNearest();
  copiesArriveWhenWaitedFor(random);
  return check::report();
}
