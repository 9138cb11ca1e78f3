// Counts in whole pieces.
#pragma once

#include <cstdint>

namespace echodc::cpu {

constexpr int64_t divideUp(int64_t a, int64_t b) { return (a + b - 1) / b; }
constexpr int64_t roundUp(int64_t a, int64_t multiple) { return divideUp(a, multiple) * multiple; }

}  // namespace echodc::cpu
