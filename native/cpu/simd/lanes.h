// Vectors of floats as wide as the registers of the instruction set being compiled for, and the cut
// of a number of channels into such vectors. Everything lives in the namespace of the instruction
// set, so that the linker never takes one's code for another's.
#pragma once

#include <cstdint>

namespace echodc::cpu::ECHODC_ISA {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX2__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

typedef float Lanes __attribute__((vector_size(kLanes * sizeof(float))));
typedef float UnalignedLanes
    __attribute__((vector_size(kLanes * sizeof(float)), aligned(sizeof(float)), may_alias));

template <typename T>
constexpr int lanesOf() {
  return sizeof(T) / sizeof(float);
}

template <typename T>
inline T load(const float* from) {
  if constexpr (lanesOf<T>() == 1)
    return *from;
  else
    return *reinterpret_cast<const UnalignedLanes*>(from);
}

template <typename T>
inline void store(float* to, T value) {
  if constexpr (lanesOf<T>() == 1)
    *to = value;
  else
    *reinterpret_cast<UnalignedLanes*>(to) = value;
}

// Calls body.template run<T, N>(channel) for consecutive pieces of N vectors T that make up all
// channels; the last ones single vectors and then single floats. Where there are 32 registers the
// pieces are wider: a body that walks pixels reads the more of each at once.
template <typename Body>
inline void forChannels(int channels, const Body& body) {
  int channel = 0;
  if constexpr (kLanes == 16)
    for (; channel + 4 * kLanes <= channels; channel += 4 * kLanes)
      body.template run<Lanes, 4>(channel);
  for (; channel + 2 * kLanes <= channels; channel += 2 * kLanes)
    body.template run<Lanes, 2>(channel);
  for (; channel + kLanes <= channels; channel += kLanes) body.template run<Lanes, 1>(channel);
  for (; channel < channels; ++channel) body.template run<float, 1>(channel);
}

}  // namespace echodc::cpu::ECHODC_ISA
