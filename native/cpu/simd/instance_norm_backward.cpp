#include "instance_norm_backward.h"

#include "activation.h"
#include "bfloat16_lanes.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

// Asks for the window of the next row of windows: walking channels one block after the other
// through a row is no pattern that hardware foresees. Asking beyond the image does no harm.
template <int kWindow, typename Src>
inline void prefetchBelow(const Src* window, int64_t row, int64_t stride) {
  for (int wy = 0; wy < kWindow; ++wy)
    for (int wx = 0; wx < kWindow; ++wx)
      __builtin_prefetch(window + (kWindow + wy) * row + wx * stride);
}

// With g the gradient after scale and shift and h = (x - mean) inverseStd:
//   shiftGradient = sum g, scaleGradient = sum g h,
//   srcGradient = scale inverseStd (g - mean of g - h * mean of g h).
template <typename T, bool kRelu>
struct ChannelGradient {
  ChannelGradient() = default;
  ChannelGradient(const NormBackward& b, int channel)
      : mean(load<T>(b.norm.mean + channel)),
        inverseStd(load<T>(b.norm.inverseStd + channel)),
        factor(load<T>(b.norm.scale + channel) * inverseStd),
        shift(load<T>(b.norm.shift + channel)) {}

  T masked(T centred, T gradient) const {
    return kRelu ? whereActive<T>(normalized<T>(centred, factor, shift), gradient) : gradient;
  }

  T mean, inverseStd, factor, shift;
};

// Adds one row of windows to sum g and to sum g (x - mean).
template <bool kRelu, int kWindow, typename Src, typename Gradient>
struct BackwardSumsOfRow {
  const NormBackward& b;
  const Src* src;
  const Gradient* dstGradient;
  int y;

  template <typename T, int N>
  void run(int channel) const {
    ChannelGradient<T, kRelu> channels[N];
    T gradientSum[N], productSum[N];
    for (int n = 0; n < N; ++n) {
      const int c = channel + n * lanesOf<T>();
      channels[n] = {b, c};
      gradientSum[n] = load<T>(b.shiftGradient + c);
      productSum[n] = load<T>(b.scaleGradient + c);
    }
    const int windows = b.slice.width / kWindow;
    const int64_t row = b.slice.width * b.slice.stride;
    const Src* from = src + y * row + channel;
    const Gradient* gradients = dstGradient + y / kWindow * windows * b.dstStride + channel;
    for (int window = 0; window < windows; ++window) {
      prefetchBelow<kWindow>(from, row, b.slice.stride);
      for (int n = 0; n < N; ++n) {
        const T gradient = load<T>(gradients + n * lanesOf<T>()) * (1.0f / (kWindow * kWindow));
        T windowGradient = {}, windowProduct = {};
        for (int wy = 0; wy < kWindow; ++wy)
          for (int wx = 0; wx < kWindow; ++wx) {
            const T value = load<T>(from + wy * row + wx * b.slice.stride + n * lanesOf<T>());
            const T centred = value - channels[n].mean;
            const T g = channels[n].masked(centred, gradient);
            windowGradient += g;
            windowProduct += g * centred;
          }
        gradientSum[n] += windowGradient;
        productSum[n] += windowProduct;
      }
      from += kWindow * b.slice.stride;
      gradients += b.dstStride;
    }
    for (int n = 0; n < N; ++n) {
      store<T>(b.shiftGradient + channel + n * lanesOf<T>(), gradientSum[n]);
      store<T>(b.scaleGradient + channel + n * lanesOf<T>(), productSum[n]);
    }
  }
};

// Writes the gradient of the rows [y, y + kWindow), or of as many as there are.
template <bool kRelu, int kWindow, typename Src, typename Gradient>
struct BackwardRow {
  const NormBackward& b;
  const Src* src;
  const Gradient* dstGradient;
  int y;
  float* srcGradient;  // row y
  int64_t srcGradientStride;

  template <typename T>
  struct Channel : ChannelGradient<T, kRelu> {
    Channel() = default;
    Channel(const NormBackward& b, int channel) : ChannelGradient<T, kRelu>(b, channel) {
      const float share = 1.0f / (static_cast<float>(b.slice.height) * b.slice.width);
      constantPart = this->factor * load<T>(b.shiftGradient + channel) * share;
      centredPart = this->factor * this->inverseStd * load<T>(b.scaleGradient + channel) * share;
    }

    T result(T centred, T g) const {
      return (this->factor * g - constantPart) - centred * centredPart;
    }

    T constantPart, centredPart;
  };

  template <typename T, int N>
  void run(int channel) const {
    Channel<T> channels[N];
    for (int n = 0; n < N; ++n) channels[n] = {b, channel + n * lanesOf<T>()};
    if (y + kWindow > b.slice.height) {
      writeDropped<T, N>(0, 0, channel, channels);
      return;
    }
    const int windows = b.slice.width / kWindow;
    const int64_t row = b.slice.width * b.slice.stride;
    const int64_t gradientRow = b.slice.width * srcGradientStride;
    const Src* from = src + y * row + channel;
    const Gradient* gradients = dstGradient + y / kWindow * windows * b.dstStride + channel;
    float* to = srcGradient + channel;
    for (int window = 0; window < windows; ++window) {
      prefetchBelow<kWindow>(from, row, b.slice.stride);
      for (int n = 0; n < N; ++n) {
        const T gradient = load<T>(gradients + n * lanesOf<T>()) * (1.0f / (kWindow * kWindow));
        for (int wy = 0; wy < kWindow; ++wy)
          for (int wx = 0; wx < kWindow; ++wx) {
            const T value = load<T>(from + wy * row + wx * b.slice.stride + n * lanesOf<T>());
            const T centred = value - channels[n].mean;
            store<T>(to + wy * gradientRow + wx * srcGradientStride + n * lanesOf<T>(),
                     channels[n].result(centred, channels[n].masked(centred, gradient)));
          }
      }
      from += kWindow * b.slice.stride;
      to += kWindow * srcGradientStride;
      gradients += b.dstStride;
    }
    for (int wy = 0; wy < kWindow; ++wy)
      writeDropped<T, N>(wy, windows * kWindow, channel, channels);
  }

 private:
  // Pixels of row y + wy, from x = begin on, that pooling dropped: no gradient reaches them
  // directly.
  template <typename T, int N>
  void writeDropped(int wy, int begin, int channel, const Channel<T>* channels) const {
    for (int x = begin; x < b.slice.width; ++x) {
      const int64_t pixel = static_cast<int64_t>(wy) * b.slice.width + x;
      const int64_t srcPixel = static_cast<int64_t>(y) * b.slice.width + pixel;
      for (int n = 0; n < N; ++n) {
        const int c = channel + n * lanesOf<T>();
        const T centred = load<T>(src + srcPixel * b.slice.stride + c) - channels[n].mean;
        store<T>(srcGradient + pixel * srcGradientStride + c, channels[n].result(centred, T{}));
      }
    }
  }
};

template <bool kRelu, int kWindow, typename Src, typename Gradient>
void backwardSumsOf(const NormBackward& b, const Src* src, const Gradient* dstGradient) {
  for (int c = 0; c < b.slice.channels; ++c) b.scaleGradient[c] = b.shiftGradient[c] = 0;
  for (int y = 0; y + kWindow <= b.slice.height; y += kWindow)
    forChannels(b.slice.channels,
                BackwardSumsOfRow<kRelu, kWindow, Src, Gradient>{b, src, dstGradient, y});
  for (int c = 0; c < b.slice.channels; ++c) b.scaleGradient[c] *= b.norm.inverseStd[c];
}

template <bool kRelu, int kWindow, typename Src, typename Gradient>
void backwardRowsOf(const NormBackward& b, const Src* src, const Gradient* dstGradient, int begin,
                    int end, float* srcGradient, int64_t srcGradientStride) {
  for (int y = begin; y < end; y += kWindow) {
    float* to = srcGradient + (y - begin) * b.slice.width * srcGradientStride;
    forChannels(b.slice.channels, BackwardRow<kRelu, kWindow, Src, Gradient>{
                                      b, src, dstGradient, y, to, srcGradientStride});
  }
}

void backwardSums(const NormBackward& b) {
  switch (b.after) {
    case AfterNorm::nothing:
      return backwardSumsOf<false, 1>(b, b.src.floats, b.dstGradient.floats);
    case AfterNorm::relu:
      return backwardSumsOf<true, 1>(b, b.src.floats, b.dstGradient.floats);
    case AfterNorm::reluPool:
      return b.src.visit([&](auto* src) {
        b.dstGradient.visit([&](auto* gradient) { backwardSumsOf<true, 2>(b, src, gradient); });
      });
  }
}

void backwardRows(const NormBackward& b, int begin, int end, float* srcGradient, int64_t stride) {
  switch (b.after) {
    case AfterNorm::nothing:
      return backwardRowsOf<false, 1>(b, b.src.floats, b.dstGradient.floats, begin, end,
                                      srcGradient, stride);
    case AfterNorm::relu:
      return backwardRowsOf<true, 1>(b, b.src.floats, b.dstGradient.floats, begin, end, srcGradient,
                                     stride);
    case AfterNorm::reluPool:
      return b.src.visit([&](auto* src) {
        b.dstGradient.visit([&](auto* gradient) {
          backwardRowsOf<true, 2>(b, src, gradient, begin, end, srcGradient, stride);
        });
      });
  }
}

}  // namespace

extern const InstanceNormBackwardTable instanceNormBackwardTable = {backwardSums, backwardRows};

}  // namespace echodc::cpu::ECHODC_ISA
