// Handles and descriptors of the simulated cuDNN. Only float32 images of NHWC and filters of KRSC
// are simulated.
#pragma once

#include "library.h"

namespace echodc::simulator::cudnn {

// Of cudnnStatus_t, as cuDNN 9 numbers them.
constexpr int kNotInitialized = 1001, kBadParameter = 2000, kNotSupported = 3000,
              kExecutionFailed = 5000;

// Of cudnnMathType_t.
constexpr int kDefaultMath = 0, kTensorOpMath = 1, kFmaMath = 3;

struct Handle {
  void* stream = nullptr;
};

// [n, h, w, c] in memory.
struct Images {
  int n = 0, c = 0, h = 0, w = 0;

  size_t elements() const {
    return static_cast<size_t>(n) * static_cast<size_t>(h) * static_cast<size_t>(w) *
           static_cast<size_t>(c);
  }
  size_t bytes() const { return elements() * sizeof(float); }
  size_t at(int image, int y, int x) const {  // its first channel
    return ((static_cast<size_t>(image) * static_cast<size_t>(h) + static_cast<size_t>(y)) *
                static_cast<size_t>(w) +
            static_cast<size_t>(x)) *
           static_cast<size_t>(c);
  }
  bool operator==(const Images& other) const {
    return n == other.n && c == other.c && h == other.h && w == other.w;
  }
};

// [k, r, s, c] in memory: k filters of r x s pixels.
struct Filter {
  int k = 0, c = 0, r = 0, s = 0;

  size_t bytes() const { return static_cast<size_t>(k) * ofFilter() * sizeof(float); }
  size_t ofFilter() const {
    return static_cast<size_t>(r) * static_cast<size_t>(s) * static_cast<size_t>(c);
  }
  size_t at(int filter, int y, int x) const {  // its first channel
    return static_cast<size_t>(filter) * ofFilter() +
           (static_cast<size_t>(y) * static_cast<size_t>(s) + static_cast<size_t>(x)) *
               static_cast<size_t>(c);
  }
};

struct Convolution {
  int padding = -1, stride = 0, math = kDefaultMath;
};

struct Pooling {
  int side = 0;
};

Objects<Handle>& handles();
Objects<Images>& images();
Objects<Filter>& filters();
Objects<Convolution>& convolutions();
Objects<Pooling>& poolings();

inline void requireParameter(bool condition, const std::string& why) {
  require(condition, kBadParameter, why);
}

inline void requireSupport(bool condition, const std::string& why) {
  require(condition, kNotSupported, why);
}

// Fails unless work may be issued with a handle.
void requireReady(const void* handle);

// Those of a descriptor that has been set.
const Images& imagesOf(const void* descriptor, const char* name);

inline void issue(const LibraryCall& call) {
  simulator::issue(call, kBadParameter, kExecutionFailed);
}

}  // namespace echodc::simulator::cudnn
