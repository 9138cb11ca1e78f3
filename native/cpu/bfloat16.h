// BF16 numbers, and arrays that are stored so or as floats.
#pragma once

#include <cstddef>
#include <cstdint>

namespace echodc::cpu {

// The upper half of a float: 8 bits of mantissa, the hidden one included.
struct Bfloat16 {
  uint16_t bits;
};

// An array of either type: exactly one pointer is set, or none where nothing is wanted.
template <typename Float, typename Bfloat>
struct EitherArray {
  Float* floats = nullptr;
  Bfloat* bfloats = nullptr;

  explicit operator bool() const { return floats || bfloats; }

  // The array from an element on.
  EitherArray from(int64_t element) const {
    return {floats ? floats + element : nullptr, bfloats ? bfloats + element : nullptr};
  }

  // Calls body with the pointer that is set.
  template <typename Body>
  void visit(const Body& body) const {
    if (bfloats)
      body(bfloats);
    else
      body(floats);
  }
};

// Activations, or gradients w.r.t. them, in either type of storage.
struct Activations : EitherArray<float, Bfloat16> {
  Activations(std::nullptr_t = nullptr) {}
  Activations(float* values) : EitherArray{values, nullptr} {}
  Activations(Bfloat16* values) : EitherArray{nullptr, values} {}
  Activations(const EitherArray& other) : EitherArray(other) {}
};

struct ConstActivations : EitherArray<const float, const Bfloat16> {
  ConstActivations(std::nullptr_t = nullptr) {}
  ConstActivations(const float* values) : EitherArray{values, nullptr} {}
  ConstActivations(const Bfloat16* values) : EitherArray{nullptr, values} {}
  ConstActivations(const EitherArray& other) : EitherArray(other) {}
  ConstActivations(const EitherArray<float, Bfloat16>& other)
      : EitherArray{other.floats, other.bfloats} {}
};

}  // namespace echodc::cpu
