// Results must not depend on the number of threads.
#pragma once

#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "check.h"
#include "context.h"

namespace check {

// Runs an operation on 1, 2 and 3 threads and holds the results to be the same to the bit.
template <typename T, typename Operation>
std::vector<T> onAnyThreads(const std::string& what, int64_t size, const Operation& operation,
                            echodc::cpu::Precision precision = echodc::cpu::Precision::float32) {
  std::vector<T> first;
  for (const int threads : {1, 2, 3}) {
    echodc::cpu::Context context(threads, precision);
    std::vector<T> result(size, std::is_same_v<T, float>
                                    ? static_cast<T>(std::numeric_limits<float>::quiet_NaN())
                                    : T{-77});
    operation(context, result.data());
    if (threads == 1) first = result;
    bitwiseEqual(what + ", threads", result, first);
  }
  return first;
}

}  // namespace check
