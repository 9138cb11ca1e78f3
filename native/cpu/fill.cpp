// Filling. See operation.Fill in Java.
#include <algorithm>

#include "call.h"
#include "operations.h"

namespace echodc::cpu {

void fill(Context&, int64_t elements, float value, float* dst) {
  std::fill_n(dst, elements, value);
}

void fill(Context&, int64_t elements, int32_t value, int32_t* dst) {
  std::fill_n(dst, elements, value);
}

ECHODC_OPERATION(fillFloats) {
  const int64_t elements = call.longWhole("elements");
  const float value = call.number("value");
  auto* dst = call.out<float>("dst");
  fill(call.complete(), elements, value, dst);
}

ECHODC_OPERATION(fillInts) {
  const int64_t elements = call.longWhole("elements");
  const int32_t value = call.whole("value");
  auto* dst = call.out<int32_t>("dst");
  fill(call.complete(), elements, value, dst);
}

}  // namespace echodc::cpu
