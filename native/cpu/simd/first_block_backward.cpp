#include "first_block_backward.h"

#include "lanes.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

// A tile of accumulators fits the registers and hides the latency of multiply-add.
constexpr int kTileVectors = kLanes == 16 ? 1 : 2;
constexpr int kTilePixels = kLanes == 16 ? 8 : 4;
constexpr int kTileLanes = kTileVectors * kLanes;

// kPixels output pixels, kTileLanes of their taps.
template <int kPixels>
inline void tapTile(int outputs, int paddedTaps, const float* dstGradient, const float* weight,
                    float* tapGradients) {
  Lanes sum[kPixels][kTileVectors] = {};
  for (int c = 0; c < outputs; ++c) {
    for (int v = 0; v < kTileVectors; ++v) {
      const Lanes w = load<Lanes>(weight + v * kLanes);
      for (int p = 0; p < kPixels; ++p)
        sum[p][v] += dstGradient[static_cast<int64_t>(p) * outputs + c] * w;
    }
    weight += paddedTaps;
  }
  for (int p = 0; p < kPixels; ++p)
    for (int v = 0; v < kTileVectors; ++v)
      store<Lanes>(tapGradients + p * paddedTaps + v * kLanes, sum[p][v]);
}

void tapGradients(const FirstBlockShape& shape, int outputs, const float* dstGradient,
                  const float* weight, float* gradients) {
  const int taps = shape.paddedTaps();
  const int64_t pixels = shape.pixels();
  int64_t pixel = 0;
  for (; pixel + kTilePixels <= pixels; pixel += kTilePixels)
    for (int tap = 0; tap < taps; tap += kTileLanes)
      tapTile<kTilePixels>(outputs, taps, dstGradient + pixel * outputs, weight + tap,
                           gradients + pixel * taps + tap);
  for (; pixel < pixels; ++pixel)
    for (int tap = 0; tap < taps; tap += kTileLanes)
      tapTile<1>(outputs, taps, dstGradient + pixel * outputs, weight + tap,
                 gradients + pixel * taps + tap);
}

// Tap by tap along a row, so that no sum waits for the one before it.
void addTaps(const FirstBlockShape& shape, const float* __restrict__ tapGradients,
             float* __restrict__ paddedGradient) {
  const int taps = shape.paddedTaps(), width = shape.width;
  for (int y = 0; y < shape.height; ++y)
    for (int tap = 0; tap < shape.taps(); ++tap) {
      const float* from = tapGradients + static_cast<int64_t>(y) * width * taps + tap;
      float* to = paddedGradient + y * shape.rowStride + shape.tapOffset(tap);
      for (int x = 0; x < width; ++x) to[x] += from[x * taps];
    }
}

// Three taps of one row of the window, kVectors vectors of output channels, all pixels.
template <int kVectors>
inline void weightTile(const FirstBlockShape& shape, int outputs, const float* padded,
                       const float* dstGradient, float* weightGradient) {
  Lanes sum[3][kVectors];
  for (int k = 0; k < 3; ++k)
    for (int v = 0; v < kVectors; ++v)
      sum[k][v] = load<Lanes>(weightGradient + k * outputs + v * kLanes);
  for (int y = 0; y < shape.height; ++y) {
    const float* values = padded + y * shape.rowStride;
    for (int x = 0; x < shape.width; ++x) {
      for (int v = 0; v < kVectors; ++v) {
        const Lanes gradient = load<Lanes>(dstGradient + v * kLanes);
        for (int k = 0; k < 3; ++k) sum[k][v] += values[x + k] * gradient;
      }
      dstGradient += outputs;
    }
  }
  for (int k = 0; k < 3; ++k)
    for (int v = 0; v < kVectors; ++v)
      store<Lanes>(weightGradient + k * outputs + v * kLanes, sum[k][v]);
}

void weightGradient(const FirstBlockShape& shape, int outputs, const float* padded,
                    const float* dstGradient, float* weightGradient) {
  constexpr int kVectors = kLanes == 16 ? 2 : 4;
  for (int c = 0; c < outputs; c += kVectors * kLanes)
    for (int tap = 0; tap < shape.taps(); tap += 3)
      weightTile<kVectors>(shape, outputs, padded + shape.tapOffset(tap), dstGradient + c,
                           weightGradient + static_cast<int64_t>(tap) * outputs + c);
}

}  // namespace

extern const FirstBlockBackwardTable firstBlockBackwardTable = {tapGradients, addTaps,
                                                                weightGradient};

}  // namespace echodc::cpu::ECHODC_ISA
