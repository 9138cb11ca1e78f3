// Sums over the pixels of each channel.
#pragma once

#include "lanes.h"

namespace echodc::cpu::ECHODC_ISA {

// Sums of x or of (x - mean)^2. Four accumulators a vector hide the latency of addition; they are
// emptied every few pixels, which keeps rounding errors from growing with the image.
template <bool squared>
struct ChannelSums {
  const float* src;
  int64_t pixels, stride;
  const float* mean;
  float* sums;

  template <typename T, int N>
  void run(int channel) const {
    constexpr int kUnroll = 4;
    constexpr int64_t kRun = 64;
    const float* from = src + channel;
    T centre[N] = {}, total[N] = {};
    if (squared)
      for (int n = 0; n < N; ++n) centre[n] = load<T>(mean + channel + n * lanesOf<T>());
    for (int64_t begin = 0; begin < pixels; begin += kRun) {
      const int64_t end = begin + kRun < pixels ? begin + kRun : pixels;
      T sum[kUnroll][N] = {};
      int64_t pixel = begin;
      for (; pixel + kUnroll <= end; pixel += kUnroll)
        for (int u = 0; u < kUnroll; ++u) add<T, N>(from + (pixel + u) * stride, centre, sum[u]);
      for (; pixel < end; ++pixel) add<T, N>(from + pixel * stride, centre, sum[0]);
      for (int n = 0; n < N; ++n) total[n] += (sum[0][n] + sum[1][n]) + (sum[2][n] + sum[3][n]);
    }
    for (int n = 0; n < N; ++n) store<T>(sums + channel + n * lanesOf<T>(), total[n]);
  }

 private:
  template <typename T, int N>
  static void add(const float* from, const T* centre, T* sum) {
    for (int n = 0; n < N; ++n) {
      const T x = load<T>(from + n * lanesOf<T>()) - centre[n];
      sum[n] += squared ? x * x : x;
    }
  }
};

}  // namespace echodc::cpu::ECHODC_ISA
