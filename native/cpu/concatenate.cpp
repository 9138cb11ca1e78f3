// Channels of two images side by side. See operation.Concatenate in Java.
#include <algorithm>

#include "call.h"
#include "context.h"

namespace echodc::cpu {

ECHODC_OPERATION(concatenate) {
  const Images dst = call.images("dst");
  const int left = call.whole("left channels"), right = dst.shape.channels - left;
  const auto* leftFrom = call.in<float>("left");
  const auto* rightFrom = call.in<float>("right");
  auto* to = call.out<float>("dst");
  const int64_t pixels = dst.shape.pixels();
  call.complete().parallelFor(dst.batch, [&](int64_t image, int) {
    for (int64_t pixel = image * pixels; pixel < (image + 1) * pixels; ++pixel) {
      float* both = to + pixel * (left + right);
      std::copy_n(rightFrom + pixel * right, right,
                  std::copy_n(leftFrom + pixel * left, left, both));
    }
  });
}

ECHODC_OPERATION(concatenateBackward) {
  const Images dst = call.images("dstGradient");
  const int left = call.whole("left channels"), right = dst.shape.channels - left;
  const auto* from = call.in<float>("dstGradient");
  auto* leftTo = call.outIfAny<float>("leftGradient");
  auto* rightTo = call.outIfAny<float>("rightGradient");
  const int64_t pixels = dst.shape.pixels();
  call.complete().parallelFor(dst.batch, [&](int64_t image, int) {
    for (int64_t pixel = image * pixels; pixel < (image + 1) * pixels; ++pixel) {
      const float* both = from + pixel * (left + right);
      if (leftTo) std::copy_n(both, left, leftTo + pixel * left);
      if (rightTo) std::copy_n(both + left, right, rightTo + pixel * right);
    }
  });
}

}  // namespace echodc::cpu
