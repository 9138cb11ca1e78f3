#include "first_block.h"

#include "lanes.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

// A tile of accumulators fits the registers and hides the latency of multiply-add.
constexpr int kTileVectors = kLanes == 16 ? 1 : 2;
constexpr int kTilePixels = kLanes == 16 ? 8 : 4;
constexpr int kTileLanes = kTileVectors * kLanes;

// kPixels neighbours in a row, kTileLanes output channels.
template <int kPixels>
inline void forwardTile(const FirstBlockShape& shape, const float* patch, const float* weight,
                        float* dst) {
  Lanes sum[kPixels][kTileVectors] = {};
  const int run = 3 * shape.channels;
  for (int ky = 0; ky < 3; ++ky) {
    const float* values = patch + ky * shape.rowStride;
    for (int k = 0; k < run; ++k) {
      for (int v = 0; v < kTileVectors; ++v) {
        const Lanes w = load<Lanes>(weight + v * kLanes);
        for (int p = 0; p < kPixels; ++p) sum[p][v] += values[p * shape.channels + k] * w;
      }
      weight += kFirstBlockChannels;
    }
  }
  for (int p = 0; p < kPixels; ++p)
    for (int v = 0; v < kTileVectors; ++v)
      store<Lanes>(dst + p * kFirstBlockChannels + v * kLanes, sum[p][v]);
}

void forward(const FirstBlockShape& shape, const float* padded, const float* weight, float* dst) {
  for (int y = 0; y < shape.height; ++y) {
    for (int c = 0; c < kFirstBlockChannels; c += kTileLanes) {
      const float* patch = padded + y * shape.rowStride;
      float* to = dst + static_cast<int64_t>(y) * shape.width * kFirstBlockChannels + c;
      int x = 0;
      for (; x + kTilePixels <= shape.width; x += kTilePixels)
        forwardTile<kTilePixels>(shape, patch + x * shape.channels, weight + c,
                                 to + x * kFirstBlockChannels);
      for (; x < shape.width; ++x)
        forwardTile<1>(shape, patch + x * shape.channels, weight + c, to + x * kFirstBlockChannels);
    }
  }
}

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
template <int kChannels>
void addTapsOf(const FirstBlockShape& shape, const float* __restrict__ tapGradients,
               float* __restrict__ paddedGradient) {
  const int taps = shape.paddedTaps(), width = shape.width;
  for (int y = 0; y < shape.height; ++y) {
    const float* row = tapGradients + static_cast<int64_t>(y) * width * taps;
    for (int ky = 0; ky < 3; ++ky)
      for (int kx = 0; kx < 3; ++kx) {
        const float* from = row + (ky * 3 + kx) * kChannels;
        float* to = paddedGradient + (y + ky) * shape.rowStride + kx * kChannels;
        for (int x = 0; x < width; ++x)
          for (int c = 0; c < kChannels; ++c) to[x * kChannels + c] += from[x * taps + c];
      }
  }
}

void addTaps(const FirstBlockShape& shape, const float* tapGradients, float* paddedGradient) {
  static_assert(kFirstBlockMostInputs == 4);
  switch (shape.channels) {
    case 1:
      return addTapsOf<1>(shape, tapGradients, paddedGradient);
    case 2:
      return addTapsOf<2>(shape, tapGradients, paddedGradient);
    case 3:
      return addTapsOf<3>(shape, tapGradients, paddedGradient);
    default:
      return addTapsOf<4>(shape, tapGradients, paddedGradient);
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
        for (int k = 0; k < 3; ++k) sum[k][v] += values[k] * gradient;
      }
      values += shape.channels;
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
  const int run = 3 * shape.channels;
  for (int c = 0; c < outputs; c += kVectors * kLanes)
    for (int tap = 0; tap < shape.taps(); tap += 3)
      weightTile<kVectors>(shape, outputs, padded + tap / run * shape.rowStride + tap % run,
                           dstGradient + c, weightGradient + tap * outputs + c);
}

// Past the caches: what is kept for the backward pass is larger than they are, and is read last.
void copyPixels(int64_t pixels, int channels, const float* src, int64_t srcStride, float* dst,
                int64_t dstStride) {
  const bool aligned =
      reinterpret_cast<uintptr_t>(dst) % sizeof(Lanes) == 0 && dstStride % kLanes == 0;
  for (int64_t pixel = 0; pixel < pixels; ++pixel) {
    const float* from = src + pixel * srcStride;
    float* to = dst + pixel * dstStride;
    int c = 0;
    if (aligned)
      for (; c + kLanes <= channels; c += kLanes) storePastCaches(to + c, load<Lanes>(from + c));
    for (; c + kLanes <= channels; c += kLanes) store<Lanes>(to + c, load<Lanes>(from + c));
    for (; c < channels; ++c) to[c] = from[c];
  }
  finishStoresPastCaches();
}

}  // namespace

extern const FirstBlockTable firstBlockTable = {forward, tapGradients, addTaps, weightGradient,
                                                copyPixels};

}  // namespace echodc::cpu::ECHODC_ISA
