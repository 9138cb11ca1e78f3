#include "winograd_transforms.h"

#include <type_traits>

#include "bfloat16_lanes.h"
#include "winograd_axes.h"
#include "winograd_whole.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

constexpr int kPanel = 2 * kLanes;

// Applies one axis' transform to the rows of a square and then to its columns. load(y, x) gives
// what is transformed; store(y, x, value) gets the result.
template <typename Axis, typename Load, typename Store>
inline void transform(const Load& load, const Store& store) {
  Lanes rows[Axis::kFrom][Axis::kTo];
#pragma GCC unroll 6
  for (int y = 0; y < Axis::kFrom; ++y) {
    Lanes from[Axis::kFrom];
#pragma GCC unroll 10
    for (int x = 0; x < Axis::kFrom; ++x) from[x] = load(y, x);
    Axis::run(from, rows[y]);
  }
#pragma GCC unroll 6
  for (int x = 0; x < Axis::kTo; ++x) {
    Lanes from[Axis::kFrom], to[Axis::kTo];
#pragma GCC unroll 10
    for (int y = 0; y < Axis::kFrom; ++y) from[y] = rows[y][x];
    Axis::run(from, to);
#pragma GCC unroll 10
    for (int y = 0; y < Axis::kTo; ++y) store(y, x, to[y]);
  }
}

// The first `count` lanes; the others are zero, and left alone.
template <typename Number>
inline Lanes loadFirst(int count, const Number* from) {
  if (count >= kLanes) return load<Lanes>(from);
  Lanes lanes = {};
  for (int i = 0; i < count; ++i) lanes[i] = load<float>(from + i);
  return lanes;
}

inline void storeFirst(int count, float* to, Lanes value) {
  if (count >= kLanes) return store<Lanes>(to, value);
  for (int i = 0; i < count; ++i) to[i] = value[i];
}

// The sides of a tile, of the taps and of the points, as a type.
template <int kTileSide, int kTapsSide>
struct Kind {
  static constexpr int kTile = kTileSide, kTaps = kTapsSide, kSide = SrcAxis<kTile, kTaps>::kTo;
};

// Calls body with the kind of a convolution.
template <typename Body>
inline void ofKind(const WinogradShape& s, const Body& body) {
  if (s.taps == 5)
    body(Kind<kWinogradTile, 5>{});
  else if (s.tile == kWinogradTile)
    body(Kind<kWinogradTile, 3>{});
  else if (s.tile == kWholeWinogradTile)
    body(Kind<kWholeWinogradTile, 3>{});
  else
    body(Kind<kLargeWinogradTile, 3>{});
}

template <template <int, int> class Axis, typename OfKind>
using AxisOf = Axis<OfKind::kTile, OfKind::kTaps>;

// Channels of src run within those of dst: what backward weights are gathered from, a line for each
// tap and dst channel, then stays in the first-level cache for all of them.
void weight(const WinogradShape& s, const WinogradWeight& w, int begin, int end,
            float* transformed) {
  const int64_t tapStride = int64_t{s.srcChannels} * s.dstChannels;
  const int64_t pointStride = winogradStride(kPanel, kPanel, s.srcChannels);
  const int64_t panelStride = s.points() * pointStride;
  const int64_t blocks = roundUp(s.dstChannels, kPanel);  // those of zeros included
  for (int dst = 0; dst < blocks; dst += kLanes)
    for (int64_t src = begin; src < end; ++src) {
      const int count = s.dstChannels - dst;
      float* to = transformed + dst / kPanel * panelStride + src * kPanel + dst % kPanel;
      ofKind(s, [&](auto kind) {
        constexpr int kTaps = kind.kTaps;
        const auto load = [&](int ky, int kx) {
          const int tap = ky * kTaps + kx;
          if (!w.backward)
            return loadFirst(count, w.weight + tap * tapStride + src * s.dstChannels + dst);
          const int turned = kTaps * kTaps - 1 - tap;
          const float* from = w.weight + turned * tapStride + src;
          Lanes taps = {};
          for (int i = 0; i < kLanes && i < count; ++i)
            taps[i] = from[int64_t{dst + i} * s.srcChannels];
          return taps;
        };
        transform<AxisOf<TapAxis, decltype(kind)>>(load, [&](int y, int x, Lanes value) {
          store<Lanes>(to + (y * kind.kSide + x) * pointStride, value);
        });
      });
    }
}

// The part of a tile's inputs, or outputs, along one side that lies in the image.
struct Inside {
  Inside(int origin, int count, int side)
      : begin(origin < 0 ? -origin : 0), end(side - origin < count ? side - origin : count) {}

  bool has(int i) const { return i >= begin && i < end; }

  int begin, end;
};

// An image, or the gradient of its convolution.
template <typename Number>
struct Pixels {
  const Number* values;
  int height, width, channels;
};

template <typename Number>
Pixels(const Number*, int, int, int) -> Pixels<Number>;

// Transforms the square of one tile, which begins at (top, left), kLanes channels of it or what is
// left. What lies outside the image is zero. It is loaded first: between the steps of the transform
// the conditions would cost more.
template <typename Axis, typename Number>
void transformTile(const Pixels<Number>& image, int top, int left, int channel, int64_t stride,
                   float* to) {
  const Inside rows(top, Axis::kFrom, image.height), columns(left, Axis::kFrom, image.width);
  const int64_t pixel = image.channels, row = pixel * image.width;
  const int count = image.channels - channel;
  const Number* from = image.values + top * row + left * pixel + channel;
  Lanes square[Axis::kFrom][Axis::kFrom];
#pragma GCC unroll 6
  for (int y = 0; y < Axis::kFrom; ++y)
#pragma GCC unroll 10
    for (int x = 0; x < Axis::kFrom; ++x)
      square[y][x] =
          rows.has(y) && columns.has(x) ? loadFirst(count, from + y * row + x * pixel) : Lanes{};
  transform<Axis>(
      [&](int y, int x) { return square[y][x]; },
      [&](int y, int x, Lanes value) { store<Lanes>(to + (y * Axis::kTo + x) * stride, value); });
}

// Reads an image in the order in which it lies in memory: hardware foresees that, but not the order
// of the tiles and blocks.
void fetch(const volatile char* image, int64_t bytes) {
  for (int64_t i = 0; i < bytes; i += 64) static_cast<void>(image[i]);
}

void src(const WinogradShape& s, const ConstActivations& image, const WinogradPlace& place,
         float* srcTiles) {
  const int64_t stride = winogradStride(s.srcChannels, kLanes, place.tiles);
  image.visit([&](const auto* numbers) {
    fetch(reinterpret_cast<const char*>(numbers),
          int64_t{s.srcHeight} * s.srcWidth * s.srcChannels * sizeof(*numbers));
    const Pixels pixels = {numbers, s.srcHeight, s.srcWidth, s.srcChannels};
    float* to = srcTiles + int64_t{place.first} * kLanes;
    for (int channel = 0; channel < s.srcChannels; channel += kLanes) {
      float* next = to;
      for (int y = 0; y < s.tileRows(); ++y)
        for (int x = 0; x < s.tileColumns(); ++x, next += kLanes)
          ofKind(s, [&](auto kind) {
            transformTile<AxisOf<SrcAxis, decltype(kind)>>(pixels, y * kind.kTile - s.padding,
                                                           x * kind.kTile - s.padding, channel,
                                                           stride, next);
          });
      to += int64_t{place.tiles} * kLanes;
    }
  });
}

// The products of one tile into its outputs, up to kLanes channels of them.
template <typename OfKind>
void productTile(const WinogradShape& s, const float* from, int64_t stride, int top, int left,
                 int channels, float* dst, int64_t dstStride) {
  constexpr int kTile = OfKind::kTile;
  const Inside rows(top, kTile, s.dstHeight), columns(left, kTile, s.dstWidth);
  const int64_t pixel = dstStride, row = pixel * s.dstWidth;
  float* to = dst + top * row + left * pixel;
  Lanes outputs[kTile][kTile];
  transform<AxisOf<ProductAxis, OfKind>>(
      [&](int y, int x) { return load<Lanes>(from + (y * OfKind::kSide + x) * stride); },
      [&](int y, int x, Lanes value) { outputs[y][x] = value; });
#pragma GCC unroll 4
  for (int y = 0; y < kTile; ++y)
#pragma GCC unroll 8
    for (int x = 0; x < kTile; ++x)
      if (rows.has(y) && columns.has(x))
        storeFirst(channels, to + y * row + x * pixel, outputs[y][x]);
}

void products(const WinogradShape& s, const WinogradPlace& place, const float* products,
              int channels, float* dst, int64_t dstStride) {
  const int64_t stride = winogradStride(kPanel, kPanel, place.tiles);
  for (int channel = 0; channel < channels; channel += kLanes) {
    const float* from = products + int64_t{place.first} * kPanel + channel;
    for (int top = 0; top < s.dstHeight; top += s.tile)
      for (int left = 0; left < s.dstWidth; left += s.tile, from += kPanel)
        ofKind(s, [&](auto kind) {
          productTile<decltype(kind)>(s, from, stride, top, left, channels - channel, dst + channel,
                                      dstStride);
        });
  }
}

void gradient(const WinogradShape& s, const float* dstGradient, const WinogradPlace& place,
              float* gradientTiles) {
  const Pixels pixels = {dstGradient, s.dstHeight, s.dstWidth, s.dstChannels};
  const int64_t channels = roundUp(s.dstChannels, kPanel);
  const int64_t stride = winogradStride(s.dstChannels, kPanel, place.tiles);
  for (int channel = 0; channel < channels; channel += kLanes) {
    float* to = gradientTiles + (int64_t{channel / kPanel} * place.tiles + place.first) * kPanel +
                channel % kPanel;
    for (int top = 0; top < s.dstHeight; top += s.tile)
      for (int left = 0; left < s.dstWidth; left += s.tile, to += kPanel)
        ofKind(s, [&](auto kind) {
          transformTile<AxisOf<GradientAxis, decltype(kind)>>(pixels, top, left, channel, stride,
                                                              to);
        });
  }
}

void weightSums(const WinogradShape& s, int srcChannel, const float* sums, float* weightGradient) {
  const int64_t src = srcChannel, panel = int64_t{s.srcChannels} * kPanel;
  const int64_t stride = winogradStride(s.dstChannels, kPanel, s.srcChannels);
  for (int dst = 0; dst < s.dstChannels; dst += kLanes) {
    const float* from = sums + dst / kPanel * panel + src * kPanel + dst % kPanel;
    ofKind(s, [&](auto kind) {
      transform<AxisOf<WeightSumAxis, decltype(kind)>>(
          [&](int y, int x) { return load<Lanes>(from + (y * kind.kSide + x) * stride); },
          [&](int ky, int kx, Lanes value) {
            const int64_t tap = ky * s.taps + kx;
            storeFirst(s.dstChannels - dst,
                       weightGradient + (tap * s.srcChannels + src) * s.dstChannels + dst, value);
          });
    });
  }
}

}  // namespace

extern const WinogradTransformTable winogradTransformTable = {weight, src, products, gradient,
                                                              weightSums};

}  // namespace echodc::cpu::ECHODC_ISA
