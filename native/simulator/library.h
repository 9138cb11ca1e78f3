// What the simulated libraries share: refusing calls, handing out handles and descriptors, and the
// rounding of tensor cores. They exist in the calls that org.echodc.device.cudnn makes, as plain
// loops in double precision, and like the driver they are stricter than the real ones.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "simulator.h"

#define ECHODC_API extern "C" __attribute__((visibility("default")))

namespace echodc::simulator {

// Thrown inside an entry point.
struct Refusal {
  int status;
  std::string why;
};

// The status of an entry point: 0, or that of a refusal, whose reason becomes the last error.
template <typename Body>
int answer(Body body) {
  try {
    body();
    return 0;
  } catch (const Refusal& refusal) {
    simulator().lastError = refusal.why;
    return refusal.status;
  }
}

inline void require(bool condition, int status, const std::string& why) {
  if (!condition) throw Refusal{status, why};
}

// Objects that a library has given out as pointers. One that was destroyed, or is of another kind,
// is refused.
template <typename T>
class Objects {
 public:
  // status and name: how to refuse what is none of them.
  Objects(int status, std::string name) : status_(status), name_(std::move(name)) {}

  ~Objects() {
    for (T* object : live_) delete object;
  }

  T* create() { return *live_.insert(new T()).first; }

  T& at(const void* pointer) const {
    const auto found = live_.find(static_cast<T*>(const_cast<void*>(pointer)));
    require(found != live_.end(), status_, name_ + " does not exist");
    return **found;
  }

  void destroy(const void* pointer) {
    T* object = &at(pointer);
    live_.erase(object);
    delete object;
  }

 private:
  int status_;
  std::string name_;
  std::set<T*> live_;
};

// Issues work on behalf of a library with these statuses.
inline void issue(const LibraryCall& call, int badParameter, int executionFailed) {
  const Result result = simulator().call(call);
  if (result == kSuccess) return;
  throw Refusal{result == kInvalidValue ? badParameter : executionFailed, simulator().lastError};
}

// The factors of a result, which a library reads when it is called.
struct Scaling {
  float alpha, beta;

  Scaling(const void* alphaOnHost, const void* betaOnHost, int badParameter) {
    const auto read = [badParameter](const void* from) {
      require(from != nullptr && !simulator().memory.contains(reinterpret_cast<uint64_t>(from), 1),
              badParameter, "a factor is not on the host");
      float value;
      std::memcpy(&value, from, sizeof value);
      return value;
    };
    alpha = read(alphaOnHost);
    beta = read(betaOnHost);
  }

  // Does not look at old values that count for nothing: they may be NaN.
  void store(double value, float& dst) const {
    dst = static_cast<float>(beta == 0 ? alpha * value : alpha * value + beta * dst);
  }
};

// To the 10 bits of mantissa of TF32, ties away from zero.
inline float roundedToTf32(float x) {
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  if ((bits & 0x7f800000u) == 0x7f800000u) return x;  // infinite, or not a number
  bits = (bits + 0x1000u) & ~0x1fffu;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

}  // namespace echodc::simulator
