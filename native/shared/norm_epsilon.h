// What every normalisation adds to a variance before it takes the root.
#pragma once

namespace echodc {

constexpr float kNormEpsilon = 1e-5f;  // InstanceNorm.EPSILON in Java

}  // namespace echodc
