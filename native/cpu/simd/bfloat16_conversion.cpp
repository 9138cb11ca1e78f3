#include "bfloat16_conversion.h"

#include "bfloat16_lanes.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

template <typename From, typename To>
void convert(int64_t count, const From* src, To* dst) {
  int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) store<Lanes>(dst + i, load<Lanes>(src + i));
  for (; i < count; ++i) store<float>(dst + i, load<float>(src + i));
}

}  // namespace

extern const Bfloat16ConversionTable bfloat16ConversionTable = {convert<float, Bfloat16>,
                                                                convert<Bfloat16, float>};

}  // namespace echodc::cpu::ECHODC_ISA
