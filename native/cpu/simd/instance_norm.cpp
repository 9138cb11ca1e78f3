#include "instance_norm.h"

#include <type_traits>

#include "activation.h"
#include "bfloat16_lanes.h"
#include "channel_sums.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

void statistics(const ImageSlice& slice, const float* src, float* mean, float* inverseStd) {
  const int64_t pixels = static_cast<int64_t>(slice.height) * slice.width;
  const float share = 1.0f / static_cast<float>(pixels);
  forChannels(slice.channels, ChannelSums<false>{src, pixels, slice.stride, nullptr, mean});
  for (int c = 0; c < slice.channels; ++c) mean[c] *= share;
  forChannels(slice.channels, ChannelSums<true>{src, pixels, slice.stride, mean, inverseStd});
  for (int c = 0; c < slice.channels; ++c)
    inverseStd[c] = 1.0f / __builtin_sqrtf(inverseStd[c] * share + kNormEpsilon);
}

// Windows of kWindow x kWindow pixels become one pixel; kWindow is 1 without pooling.
template <bool kRelu, int kWindow, typename Dst>
struct Forward {
  const ImageSlice slice;
  const NormalizationOfSlice norm;
  const float* src;
  Dst* dst;
  int64_t dstStride;

  template <typename T, int N>
  void run(int channel) const {
    T mean[N], factor[N], shift[N];
    for (int n = 0; n < N; ++n) {
      const int c = channel + n * lanesOf<T>();
      mean[n] = load<T>(norm.mean + c);
      factor[n] = load<T>(norm.scale + c) * load<T>(norm.inverseStd + c);
      shift[n] = load<T>(norm.shift + c);
    }
    Dst* to = dst + channel;
    const int64_t row = slice.width * slice.stride;
    for (int y = 0; y + kWindow <= slice.height; y += kWindow) {
      const float* from = src + y * row + channel;
      for (int x = 0; x + kWindow <= slice.width; x += kWindow) {
        for (int n = 0; n < N; ++n) {
          T sum = {};
          for (int wy = 0; wy < kWindow; ++wy)
            for (int wx = 0; wx < kWindow; ++wx) {
              const T value = load<T>(from + wy * row + wx * slice.stride + n * lanesOf<T>());
              const T result = normalized<T>(value - mean[n], factor[n], shift[n]);
              sum += kRelu ? relu<T>(result) : result;
            }
          store<T>(to + n * lanesOf<T>(), sum * (1.0f / (kWindow * kWindow)));
        }
        from += kWindow * slice.stride;
        to += dstStride;
      }
    }
  }
};

void forward(const ImageSlice& slice, const NormalizationOfSlice& norm, AfterNorm after,
             const float* src, const Activations& dst, int64_t dstStride) {
  switch (after) {
    case AfterNorm::nothing:
      return forChannels(slice.channels,
                         Forward<false, 1, float>{slice, norm, src, dst.floats, dstStride});
    case AfterNorm::relu:
      return forChannels(slice.channels,
                         Forward<true, 1, float>{slice, norm, src, dst.floats, dstStride});
    case AfterNorm::reluPool:
      return dst.visit([&](auto* to) {
        using Dst = std::remove_pointer_t<decltype(to)>;
        forChannels(slice.channels, Forward<true, 2, Dst>{slice, norm, src, to, dstStride});
      });
  }
}

}  // namespace

extern const InstanceNormTable instanceNormTable = {statistics, forward};

}  // namespace echodc::cpu::ECHODC_ISA
