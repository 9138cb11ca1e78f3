// The simulated tensor core against the fragment tables of a second source: CUTLASS's MMA_Traits
// (include/cute/atom/mma_traits_sm80.hpp), whose layouts map (thread, value) to a place in a
// column-major matrix. SM80_16x8x8_F32TF32TF32F32_TN:
//
//   A [16, 8]: Shape ((4, 8), (2, 2)), Stride ((16, 1), (8, 64))
//   B [8, 8]:  Shape ((4, 8), 2),      Stride ((8, 1), 32)       n is the row
//   C [16, 8]: Shape ((4, 8), (2, 2)), Stride ((32, 1), (16, 8))
//
// SM80_16x8x16_F32BF16BF16F32_TN, which has the layouts of SM80_16x8x16_F16F16F16F16_TN:
//
//   A [16, 16]: Shape ((4, 8), (2, 2, 2)), Stride ((32, 1), (16, 8, 128))
//   B [8, 16]:  Shape ((4, 8), (2, 2)),    Stride ((16, 1), (8, 64))
//   C as above
//
// ldmatrix against the copy traits (copy_traits_sm75.hpp), which map (thread, bit of a value) to a
// bit of all rows one after the other:
//
//   SM75_U32x4_LDSM_N: Shape (32, (32, 4)), Stride (32, (1, 1024))
//   SM75_U16x8_LDSM_T: Shape ((4, 8), (16, 2, 4)), Stride ((256, 16), (1, 128, 1024))
//
// And the other wrappers of tensor_core.cuh.
#include <cmath>
#include <limits>
#include <vector>

#include "device.h"

namespace {

constexpr unsigned kLanes = 32;
constexpr int kM = 16, kN = 8;

// A CuTe layout with threads (4, 8) and values (2, 2, ...) of the given strides.
std::vector<int> places(int threadLow, int threadHigh, const std::vector<int>& valueStrides) {
  std::vector<int> table;
  for (int thread = 0; thread < static_cast<int>(kLanes); ++thread)
    for (int value = 0; value < 1 << valueStrides.size(); ++value) {
      int place = thread % 4 * threadLow + thread / 4 * threadHigh;
      for (size_t digit = 0; digit < valueStrides.size(); ++digit)
        place += (value >> digit & 1) * valueStrides[digit];
      table.push_back(place);
    }
  return table;
}

struct Instruction {
  const char* kernel;
  int k;
  std::vector<int> a, b, c;
};

Instruction tf32() {
  return {"tf32_product_by_tables", 8, places(16, 1, {8, 64}), places(8, 1, {32}),
          places(32, 1, {16, 8})};
}

Instruction bf16() {
  return {"bf16_product_by_tables", 16, places(32, 1, {16, 8, 128}), places(16, 1, {8, 64}),
          places(32, 1, {16, 8})};
}

std::vector<float> product(const Instruction& instruction, const std::vector<float>& a,
                           const std::vector<float>& b) {
  Device device;
  const uint64_t c = device.allocate(kM * kN);
  device.launch(instruction.kernel, {1}, kLanes, 0, device.upload(a), device.upload(b),
                device.upload(instruction.a), device.upload(instruction.b),
                device.upload(instruction.c), c);
  return device.download(c, kM * kN);
}

// tolerance: what rounding of both operands costs
void multipliesAsCutlassSays(const Instruction& instruction, double tolerance,
                             check::Random& random) {
  const auto a = random.normal(kM * instruction.k), b = random.normal(kN * instruction.k);
  std::vector<double> expected(kM * kN, 0);
  for (int m = 0; m < kM; ++m)
    for (int n = 0; n < kN; ++n)
      for (int k = 0; k < instruction.k; ++k)
        expected[m + kM * n] += static_cast<double>(a[m + kM * k]) * b[n + kN * k];
  check::close(instruction.kernel, product(instruction, a, b), expected, tolerance, 0);
}

void usesTenBitsOfMantissa() {
  std::vector<float> a(kM * 8, 0), b(kN * 8, 0);
  a[0] = 1 + 0x1p-10f + 0x1p-11f;  // (0, 0)
  b[0] = 1;
  check::isTrue("the 11th bit is cut", product(tf32(), a, b)[0] == 1 + 0x1p-10f);
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

void roundsToBf16() {
  Device device;
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> src = {1 + 0x1p-8f,      1 + 3 * 0x1p-8f, 1 + 0x1p-8f + 0x1p-23f,
                                  2 - 0x1p-23f,     infinity,        std::nanf(""),
                                  0x1.fffffep+127f, 0x1p-130f};
  const std::vector<float> expected = {1,        1 + 0x1p-6f, 1 + 0x1p-7f, 2,
                                       infinity, 0,           infinity,    0x1p-130f};
  const uint64_t dst = device.allocate(2 * src.size());
  device.launch("round_to_bf16", {1}, static_cast<unsigned>(src.size()), 0, device.upload(src),
                dst);
  const auto rounded = device.download(dst, 2 * src.size());
  for (size_t i = 0; i < src.size(); ++i) {
    const std::string what = "value " + std::to_string(i) + " in BF16";
    if (std::isnan(src[i]))
      check::isTrue(what, std::isnan(rounded[2 * i]) && std::isnan(rounded[2 * i + 1]));
    else
      check::isTrue(what, rounded[2 * i] == expected[i] && rounded[2 * i + 1] == -expected[i]);
  }
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

void groupsArriveInOrder() {
  Device device;
  constexpr unsigned kThreads = 32, kWords = 2 * 4 * kThreads, kExisting = 20;
  std::vector<unsigned> src(kWords);
  for (unsigned i = 0; i < kWords; ++i) src[i] = i + 1;
  const uint64_t on = device.upload(src), dst = device.allocate<unsigned>(kWords);
  device.launch("copy_in_groups", {1}, kThreads, kWords * sizeof(unsigned),
                static_cast<int>(kExisting), on, dst);
  const auto copied = device.download<unsigned>(dst, kWords);
  for (unsigned i = 0; i < kWords; ++i) {
    const unsigned expected = i >= kWords / 2 ? 0xffffffffu : i < 4 * kExisting ? src[i] : 0;
    check::isTrue("word " + std::to_string(i) + " of two groups", copied[i] == expected);
  }
}

// bits: where those of a lane's word begin, for half 0 and 1, among all rows.
template <typename Bit>
void loadsAsCutlassSays(bool transposed, Bit bit) {
  Device device;
  constexpr int kRows = 32, kRowWords = 4;
  std::vector<unsigned> src(kRows * kRowWords);
  for (size_t i = 0; i < src.size(); ++i) src[i] = static_cast<unsigned>((2 * i + 1) << 16 | 2 * i);
  std::vector<int> rows(kRows);
  for (int lane = 0; lane < kRows; ++lane) rows[lane] = 5 * lane % kRows;
  const uint64_t dst = device.allocate<unsigned>(src.size());
  device.launch("load_matrices", {1}, kLanes, static_cast<unsigned>(src.size() * sizeof(unsigned)),
                static_cast<int>(transposed), device.upload(rows), device.upload(src), dst);
  const auto loaded = device.download<unsigned>(dst, src.size());
  for (int lane = 0; lane < kRows; ++lane)
    for (int word = 0; word < kRowWords; ++word)
      for (int half = 0; half < 2; ++half) {
        const int place = bit(lane, word, half) / 16;  // among the halves of all rows
        const int expected = rows[place / 8] * 8 + place % 8;
        check::isTrue("half " + std::to_string(half) + " of word " + std::to_string(word) +
                          " of lane " + std::to_string(lane),
                      (loaded[lane * kRowWords + word] >> 16 * half & 0xffffu) ==
                          static_cast<unsigned>(expected));
      }
}

}  // namespace

int main() {
  check::Random random(11);
  multipliesAsCutlassSays(tf32(), 1.5e-2, random);  // both operands cut by up to 2^-10
  multipliesAsCutlassSays(bf16(), 5e-2, random);    // both rounded by up to 2^-9
  usesTenBitsOfMantissa();
  roundsToTheNearest();
  roundsToBf16();
  copiesArriveWhenWaitedFor(random);
  groupsArriveInOrder();
  loadsAsCutlassSays(
      false, [](int lane, int word, int half) { return 32 * lane + 1024 * word + 16 * half; });
  loadsAsCutlassSays(true, [](int lane, int word, int half) {
    return 256 * (lane % 4) + 16 * (lane / 4) + 128 * half + 1024 * word;
  });
  return check::report();
}
