#include "channel_norm.h"

#include "activation.h"
#include "channel_sums.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

void sums(const Pixels& pixels, const float* src, float* sums) {
  forChannels(pixels.channels,
              ChannelSums<false>{src, pixels.count, pixels.channels, nullptr, sums});
}

void squares(const Pixels& pixels, const float* src, const float* mean, float* sums) {
  forChannels(pixels.channels, ChannelSums<true>{src, pixels.count, pixels.channels, mean, sums});
}

template <typename T, int N>
void loadAll(const float* from, T* to) {
  for (int n = 0; n < N; ++n) to[n] = load<T>(from + n * lanesOf<T>());
}

struct Normalize {
  const Pixels pixels;
  const ChannelAffine affine;
  const float* src;
  float* dst;

  template <typename T, int N>
  void run(int channel) const {
    T mean[N], factor[N], shift[N];
    loadAll<T, N>(affine.mean + channel, mean);
    loadAll<T, N>(affine.factor + channel, factor);
    loadAll<T, N>(affine.shift + channel, shift);
    for (int64_t pixel = 0; pixel < pixels.count; ++pixel)
      for (int n = 0; n < N; ++n) {
        const int64_t at = pixel * pixels.channels + channel + n * lanesOf<T>();
        store<T>(dst + at, normalized<T>(load<T>(src + at) - mean[n], factor[n], shift[n]));
      }
  }
};

void normalize(const Pixels& pixels, const ChannelAffine& affine, const float* src, float* dst) {
  forChannels(pixels.channels, Normalize{pixels, affine, src, dst});
}

// Sums of a run of pixels at a time, which keeps rounding errors from growing with their number.
struct GradientSums {
  const Pixels pixels;
  const float* means;
  const float* src;
  const float* dstGradient;
  float* gradientSums;
  float* productSums;

  template <typename T, int N>
  void run(int channel) const {
    constexpr int64_t kRun = 64;
    T mean[N], gradientTotal[N] = {}, productTotal[N] = {};
    loadAll<T, N>(means + channel, mean);
    for (int64_t begin = 0; begin < pixels.count; begin += kRun) {
      const int64_t end = begin + kRun < pixels.count ? begin + kRun : pixels.count;
      T gradientSum[N] = {}, productSum[N] = {};
      for (int64_t pixel = begin; pixel < end; ++pixel)
        for (int n = 0; n < N; ++n) {
          const int64_t at = pixel * pixels.channels + channel + n * lanesOf<T>();
          const T gradient = load<T>(dstGradient + at);
          gradientSum[n] += gradient;
          productSum[n] += gradient * (load<T>(src + at) - mean[n]);
        }
      for (int n = 0; n < N; ++n) {
        gradientTotal[n] += gradientSum[n];
        productTotal[n] += productSum[n];
      }
    }
    for (int n = 0; n < N; ++n) {
      store<T>(gradientSums + channel + n * lanesOf<T>(), gradientTotal[n]);
      store<T>(productSums + channel + n * lanesOf<T>(), productTotal[n]);
    }
  }
};

void gradientSums(const Pixels& pixels, const float* mean, const float* src,
                  const float* dstGradient, float* gradientSums, float* productSums) {
  forChannels(pixels.channels,
              GradientSums{pixels, mean, src, dstGradient, gradientSums, productSums});
}

struct Gradient {
  const Pixels pixels;
  const ChannelGradient of;
  const float* src;
  const float* dstGradient;
  float* srcGradient;

  template <typename T, int N>
  void run(int channel) const {
    T mean[N], factor[N], constant[N], slope[N];
    loadAll<T, N>(of.mean + channel, mean);
    loadAll<T, N>(of.factor + channel, factor);
    loadAll<T, N>(of.constant + channel, constant);
    loadAll<T, N>(of.slope + channel, slope);
    for (int64_t pixel = 0; pixel < pixels.count; ++pixel)
      for (int n = 0; n < N; ++n) {
        const int64_t at = pixel * pixels.channels + channel + n * lanesOf<T>();
        const T centred = load<T>(src + at) - mean[n];
        store<T>(srcGradient + at,
                 (factor[n] * load<T>(dstGradient + at) - constant[n]) - centred * slope[n]);
      }
  }
};

void gradient(const Pixels& pixels, const ChannelGradient& of, const float* src,
              const float* dstGradient, float* srcGradient) {
  forChannels(pixels.channels, Gradient{pixels, of, src, dstGradient, srcGradient});
}

}  // namespace

extern const ChannelNormTable channelNormTable = {sums, squares, normalize, gradientSums, gradient};

}  // namespace echodc::cpu::ECHODC_ISA
