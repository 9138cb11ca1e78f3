// A convolution that the simulated cuDNN is asked about or to compute.
#pragma once

#include <string>

#include "cudnn_objects.h"

namespace echodc::simulator::cudnn {

enum class Pass { forward, backwardData, backwardFilter };

// What its descriptors describe, checked against each other.
struct Problem {
  Images src, dst;
  Filter filter;
  Convolution convolution;

  Problem(const void* srcDescriptor, const void* filterDescriptor, const void* descriptor,
          const void* dstDescriptor)
      : src(imagesOf(srcDescriptor, "the input")),
        dst(imagesOf(dstDescriptor, "the result")),
        filter(filters().at(filterDescriptor)),
        convolution(convolutions().at(descriptor)) {
    requireParameter(filter.k > 0, "the filter descriptor is not set");
    requireParameter(convolution.stride > 0, "the convolution descriptor is not set");
    const auto extent = [this](int size, int window) {
      return (size + 2 * convolution.padding - window) / convolution.stride + 1;
    };
    const Images expected = {src.n, filter.k, extent(src.h, filter.r), extent(src.w, filter.s)};
    requireParameter(filter.c == src.c, "the filter has " + std::to_string(filter.c) +
                                            " channels, the input " + std::to_string(src.c));
    requireParameter(dst == expected, "the result does not have the convolution's shape");
  }

  bool tensorCores() const { return convolution.math != kFmaMath; }

  float factor(float value) const { return tensorCores() ? roundedToTf32(value) : value; }

  // function(filter's y and x, source's y and x) for the taps of a result that are in the image.
  template <typename Function>
  void forTaps(int y, int x, Function function) const {
    for (int r = 0; r < filter.r; ++r)
      for (int s = 0; s < filter.s; ++s) {
        const int srcY = y * convolution.stride + r - convolution.padding;
        const int srcX = x * convolution.stride + s - convolution.padding;
        if (srcY >= 0 && srcY < src.h && srcX >= 0 && srcX < src.w) function(r, s, srcY, srcX);
      }
  }
};

// What an algorithm needs; fails for one that does not support NHWC.
size_t workspaceBytes(Pass, int algorithm, const Problem&);

// Whether it gives the same result every time.
bool isDeterministic(Pass, int algorithm);

}  // namespace echodc::simulator::cudnn
