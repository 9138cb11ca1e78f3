// Checks for native tests: each prints what differs; main returns check::failures() != 0.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace check {

inline int& failures() {
  static int count = 0;
  return count;
}

inline void isTrue(const std::string& what, bool condition) {
  if (condition) return;
  ++failures();
  std::printf("FAILED %s\n", what.c_str());
}

// |actual - expected| <= atol + rtol |expected| elementwise. NaN fails, and so does an expectation
// that is zero everywhere, because it could not tell right from wrong.
template <typename Actual, typename Expected>
void close(const std::string& what, const Actual& actual, const Expected& expected, double atol,
           double rtol) {
  constexpr int kMostPrinted = 10;
  if (actual.size() != expected.size()) {
    isTrue(what + ": sizes " + std::to_string(actual.size()) + " and " +
               std::to_string(expected.size()),
           false);
    return;
  }
  int mismatches = 0;
  bool vacuous = true;
  for (size_t i = 0; i < expected.size(); ++i) {
    const double a = actual[i], b = expected[i];
    vacuous &= b == 0;
    if (std::abs(a - b) <= atol + rtol * std::abs(b)) continue;
    if (mismatches++ < kMostPrinted)
      std::printf("  %s[%zu]: %.9g, expected %.9g\n", what.c_str(), i, a, b);
  }
  isTrue(what + ": " + std::to_string(mismatches) + " mismatches of " +
             std::to_string(expected.size()),
         mismatches == 0);
  isTrue(what + ": nothing to compare, expected values are all 0", !vacuous);
}

// Tolerance for sums: 1e-4 of the value plus a small part of the largest one.
template <typename Actual, typename Expected>
void closeToSums(const std::string& what, const Actual& actual, const Expected& expected,
                 double partOfLargest = 1e-5) {
  double largest = 0;
  for (const auto value : expected) largest = std::max<double>(largest, std::abs(value));
  close(what, actual, expected, partOfLargest * largest, 1e-4);
}

template <typename T>
void bitwiseEqual(const std::string& what, const std::vector<T>& a, const std::vector<T>& b) {
  const bool equal = a.size() == b.size() &&
                     (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
  isTrue(what + ": not bitwise equal", equal);
}

// Normal numbers from a seed that is printed once.
class Random {
 public:
  explicit Random(uint32_t seed) : generator_(seed) { std::printf("seed %u\n", seed); }

  std::vector<float> normal(int64_t count, float mean = 0, float std = 1) {
    std::normal_distribution<float> distribution(mean, std);
    std::vector<float> values(count);
    for (float& value : values) value = distribution(generator_);
    return values;
  }

 private:
  std::mt19937 generator_;
};

inline int report() {
  std::printf(failures() == 0 ? "ok\n" : "%d checks failed\n", failures());
  return failures() != 0;
}

}  // namespace check
