#include "winograd_transforms.h"

#include <type_traits>

#include "bfloat16_lanes.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

constexpr int kPanel = 2 * kLanes;
constexpr int kTaps = 3;
constexpr int kSide = 6;  // points, and inputs of a tile, along one side

// The finite points other than 0 are +-kNear and +-kFar.
constexpr float kNear = 0.75f, kFar = 1.5f;
constexpr float kNear2 = kNear * kNear, kFar2 = kFar * kFar;

// Lagrange's denominators: the product of the differences from a point to the other finite ones.
constexpr float kOfZero = 1 / (kNear2 * kFar2);
constexpr float kOfNear = 1 / (2 * kNear2 * (kNear2 - kFar2));
constexpr float kOfFar = 1 / (2 * kFar2 * (kFar2 - kNear2));

// One axis of each transform. What is transformed lies `step` apart, as does the result.

// B^T: 6 inputs to 6 points.
struct SrcAxis {
  static constexpr int kFrom = kSide, kTo = kSide;

  static void run(const Lanes* d, int step, Lanes* to, int toStep) {
    const Lanes d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step];
    const Lanes evenNear = d4 - kFar2 * d2, oddNear = d3 - kFar2 * d1;
    const Lanes evenFar = d4 - kNear2 * d2, oddFar = d3 - kNear2 * d1;
    to[0] = (kNear2 * kFar2) * d[0] + evenNear - kNear2 * d2;
    to[toStep] = evenNear + kNear * oddNear;
    to[2 * toStep] = evenNear - kNear * oddNear;
    to[3 * toStep] = evenFar + kFar * oddFar;
    to[4 * toStep] = evenFar - kFar * oddFar;
    to[5 * toStep] = d[5 * step] - kFar2 * d3 - kNear2 * oddNear;
  }
};

// A^T: 6 points to 4 outputs.
struct ProductAxis {
  static constexpr int kFrom = kSide, kTo = kWinogradTile;

  static void run(const Lanes* m, int step, Lanes* to, int toStep) {
    const Lanes evenNear = m[step] + m[2 * step], oddNear = m[step] - m[2 * step];
    const Lanes evenFar = m[3 * step] + m[4 * step], oddFar = m[3 * step] - m[4 * step];
    to[0] = m[0] + evenNear + evenFar;
    to[toStep] = kNear * oddNear + kFar * oddFar;
    to[2 * toStep] = kNear2 * evenNear + kFar2 * evenFar;
    to[3 * toStep] = (kNear2 * kNear) * oddNear + (kFar2 * kFar) * oddFar + m[5 * step];
  }
};

// A: 4 gradients of outputs to 6 points.
struct GradientAxis {
  static constexpr int kFrom = kWinogradTile, kTo = kSide;

  static void run(const Lanes* y, int step, Lanes* to, int toStep) {
    const Lanes y1 = y[step], y2 = y[2 * step], y3 = y[3 * step];
    const Lanes evenNear = y[0] + kNear2 * y2, oddNear = y1 + kNear2 * y3;
    const Lanes evenFar = y[0] + kFar2 * y2, oddFar = y1 + kFar2 * y3;
    to[0] = y[0];
    to[toStep] = evenNear + kNear * oddNear;
    to[2 * toStep] = evenNear - kNear * oddNear;
    to[3 * toStep] = evenFar + kFar * oddFar;
    to[4 * toStep] = evenFar - kFar * oddFar;
    to[5 * toStep] = y3;
  }
};

// G: 3 taps to 6 points.
struct TapAxis {
  static constexpr int kFrom = kTaps, kTo = kSide;

  static void run(const Lanes* g, int step, Lanes* to, int toStep) {
    const Lanes g1 = g[step], g2 = g[2 * step];
    const Lanes evenNear = g[0] + kNear2 * g2, evenFar = g[0] + kFar2 * g2;
    to[0] = kOfZero * g[0];
    to[toStep] = kOfNear * (evenNear + kNear * g1);
    to[2 * toStep] = kOfNear * (evenNear - kNear * g1);
    to[3 * toStep] = kOfFar * (evenFar + kFar * g1);
    to[4 * toStep] = kOfFar * (evenFar - kFar * g1);
    to[5 * toStep] = g2;
  }
};

// G^T: 6 points to the gradients of 3 taps.
struct WeightSumAxis {
  static constexpr int kFrom = kSide, kTo = kTaps;

  static void run(const Lanes* u, int step, Lanes* to, int toStep) {
    const Lanes evenNear = kOfNear * (u[step] + u[2 * step]);
    const Lanes oddNear = kOfNear * (u[step] - u[2 * step]);
    const Lanes evenFar = kOfFar * (u[3 * step] + u[4 * step]);
    const Lanes oddFar = kOfFar * (u[3 * step] - u[4 * step]);
    to[0] = kOfZero * u[0] + evenNear + evenFar;
    to[toStep] = kNear * oddNear + kFar * oddFar;
    to[2 * toStep] = kNear2 * evenNear + kFar2 * evenFar + u[5 * step];
  }
};

// A square of vectors, [rows, columns].
template <typename Axis>
inline void transform(const Lanes (&from)[Axis::kFrom * Axis::kFrom],
                      Lanes (&to)[Axis::kTo * Axis::kTo]) {
  Lanes columns[Axis::kTo * Axis::kFrom];
#pragma GCC unroll 6
  for (int x = 0; x < Axis::kFrom; ++x) Axis::run(from + x, Axis::kFrom, columns + x, Axis::kFrom);
#pragma GCC unroll 6
  for (int y = 0; y < Axis::kTo; ++y)
    Axis::run(columns + y * Axis::kFrom, 1, to + y * Axis::kTo, 1);
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

inline void storePoints(const Lanes (&values)[kWinogradPoints], int64_t stride, float* to) {
#pragma GCC unroll 36
  for (int point = 0; point < kWinogradPoints; ++point)
    store<Lanes>(to + point * stride, values[point]);
}

void weight(const WinogradWeight& w, int srcChannel, float* transformed) {
  const int64_t src = srcChannel, tapStride = int64_t{w.srcChannels} * w.dstChannels;
  const int64_t pointStride = int64_t{w.srcChannels} * kPanel;
  for (int dst = 0; dst < w.dstChannels; dst += kLanes) {
    const int count = w.dstChannels - dst;
    Lanes taps[kTaps * kTaps], points[kWinogradPoints];
    for (int tap = 0; tap < kTaps * kTaps; ++tap) {
      if (!w.backward) {
        taps[tap] = loadFirst(count, w.weight + tap * tapStride + src * w.dstChannels + dst);
      } else {
        const float* from = w.weight + (kTaps * kTaps - 1 - tap) * tapStride + src;
        taps[tap] = Lanes{};
        for (int i = 0; i < kLanes && i < count; ++i)
          taps[tap][i] = from[int64_t{dst + i} * w.srcChannels];
      }
    }
    transform<TapAxis>(taps, points);
    storePoints(
        points, pointStride,
        transformed + dst / kPanel * kWinogradPoints * pointStride + src * kPanel + dst % kPanel);
  }
  // A last panel of one block.
  if (roundUp(w.dstChannels, kLanes) % kPanel != 0) {
    const Lanes zeros[kWinogradPoints] = {};
    storePoints(zeros, pointStride,
                transformed + w.dstChannels / kPanel * kWinogradPoints * pointStride +
                    src * kPanel + kLanes);
  }
}

// The part of a tile's inputs, or outputs, along one side that lies in the image.
struct Inside {
  Inside(int origin, int count, int side)
      : begin(origin < 0 ? -origin : 0), end(side - origin < count ? side - origin : count) {}

  bool has(int i) const { return i >= begin && i < end; }

  int begin, end;
};

template <typename Number>
void srcTile(const WinogradShape& s, const Number* image, int tileY, int tileX, int channel,
             int64_t stride, float* to) {
  const int top = tileY * kWinogradTile - s.padding, left = tileX * kWinogradTile - s.padding;
  const Inside rows(top, kSide, s.srcHeight), columns(left, kSide, s.srcWidth);
  const int64_t pixel = s.srcChannels, row = pixel * s.srcWidth;
  const Number* from = image + top * row + left * pixel + channel;
  Lanes inputs[kSide * kSide], points[kWinogradPoints];
#pragma GCC unroll 6
  for (int y = 0; y < kSide; ++y)
#pragma GCC unroll 6
    for (int x = 0; x < kSide; ++x)
      inputs[y * kSide + x] = rows.has(y) && columns.has(x)
                                  ? loadFirst(s.srcChannels - channel, from + y * row + x * pixel)
                                  : Lanes{};
  transform<SrcAxis>(inputs, points);
  storePoints(points, stride, to);
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
    float* to = srcTiles + int64_t{place.first} * kLanes;
    for (int channel = 0; channel < s.srcChannels; channel += kLanes) {
      float* next = to;
      for (int y = 0; y < s.tileRows(); ++y)
        for (int x = 0; x < s.tileColumns(); ++x, next += kLanes)
          srcTile(s, numbers, y, x, channel, stride, next);
      to += int64_t{place.tiles} * kLanes;
    }
  });
}

void products(const WinogradShape& s, const WinogradPlace& place, const float* products,
              int channels, float* dst, int64_t dstStride) {
  const int64_t stride = winogradStride(kPanel, kPanel, place.tiles);
  const int64_t pixel = dstStride, row = pixel * s.dstWidth;
  for (int channel = 0; channel < channels; channel += kLanes) {
    const float* from = products + int64_t{place.first} * kPanel + channel;
    for (int top = 0; top < s.dstHeight; top += kWinogradTile)
      for (int left = 0; left < s.dstWidth; left += kWinogradTile, from += kPanel) {
        Lanes points[kWinogradPoints], outputs[kWinogradTile * kWinogradTile];
#pragma GCC unroll 36
        for (int point = 0; point < kWinogradPoints; ++point)
          points[point] = load<Lanes>(from + point * stride);
        transform<ProductAxis>(points, outputs);
        float* to = dst + top * row + left * pixel + channel;
#pragma GCC unroll 4
        for (int y = 0; y < kWinogradTile; ++y)
#pragma GCC unroll 4
          for (int x = 0; x < kWinogradTile; ++x)
            if (top + y < s.dstHeight && left + x < s.dstWidth)
              storeFirst(channels - channel, to + y * row + x * pixel,
                         outputs[y * kWinogradTile + x]);
      }
  }
}

void gradient(const WinogradShape& s, const float* dstGradient, const WinogradPlace& place,
              float* gradientTiles) {
  const int64_t channels = roundUp(s.dstChannels, kPanel);
  const int64_t stride = winogradStride(s.dstChannels, kPanel, place.tiles);
  const int64_t pixel = s.dstChannels, row = pixel * s.dstWidth;
  for (int channel = 0; channel < channels; channel += kLanes) {
    float* to = gradientTiles + (int64_t{channel / kPanel} * place.tiles + place.first) * kPanel +
                channel % kPanel;
    for (int top = 0; top < s.dstHeight; top += kWinogradTile)
      for (int left = 0; left < s.dstWidth; left += kWinogradTile, to += kPanel) {
        const float* from = dstGradient + top * row + left * pixel + channel;
        Lanes outputs[kWinogradTile * kWinogradTile], points[kWinogradPoints];
#pragma GCC unroll 4
        for (int y = 0; y < kWinogradTile; ++y)
#pragma GCC unroll 4
          for (int x = 0; x < kWinogradTile; ++x)
            outputs[y * kWinogradTile + x] =
                top + y < s.dstHeight && left + x < s.dstWidth
                    ? loadFirst(s.dstChannels - channel, from + y * row + x * pixel)
                    : Lanes{};
        transform<GradientAxis>(outputs, points);
        storePoints(points, stride, to);
      }
  }
}

void weightSums(const WinogradShape& s, int srcChannel, const float* sums, float* weightGradient) {
  const int64_t src = srcChannel, panel = int64_t{s.srcChannels} * kPanel;
  const int64_t stride = divideUp(s.dstChannels, kPanel) * panel;
  for (int dst = 0; dst < s.dstChannels; dst += kLanes) {
    const float* from = sums + dst / kPanel * panel + src * kPanel + dst % kPanel;
    Lanes points[kWinogradPoints], taps[kTaps * kTaps];
#pragma GCC unroll 36
    for (int point = 0; point < kWinogradPoints; ++point)
      points[point] = load<Lanes>(from + point * stride);
    transform<WeightSumAxis>(points, taps);
    for (int tap = 0; tap < kTaps * kTaps; ++tap)
      storeFirst(s.dstChannels - dst,
                 weightGradient + (int64_t{tap} * s.srcChannels + src) * s.dstChannels + dst,
                 taps[tap]);
  }
}

}  // namespace

extern const WinogradTransformTable winogradTransformTable = {weight, src, products, gradient,
                                                              weightSums};

}  // namespace echodc::cpu::ECHODC_ISA
