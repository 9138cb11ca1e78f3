// A 3x3 convolution of 128 to 128 channels on tensor cores: a block computes all channels of 256
// pixels, one image of 16 x 16 or four of 8 x 8, as an implicit matrix product
//
//   sums [256 pixels, 128] = sum over taps and chunks of 16 inner channels of
//                            patch [256 pixels moved by the tap, 16] * weight [16, 128]
//
// Eight warps have 64 pixels x 64 channels each, in registers. The patch of a chunk lies in shared
// memory with a border of zeros, so that a tap is an offset; it serves nine steps. Weights of one
// step follow by asynchronous copies, double buffered. An operand is rounded to TF32 by the thread
// that copied it, once, between its arrival and the barrier.
//
// Shared memory has no bank conflicts: a fragment's 8 pixels (or channels) by 4 inner channels lie
// 20 (forward weights: 4 rows 136) floats apart, which are 32 different banks. ldmatrix would move
// the same bytes at the same rate.
#pragma once

#include "tensor_core.cuh"

constexpr int kWidth = 128;  // channels
constexpr int kTilePixels = 256;
constexpr int kConvThreads = 256;
constexpr int kChunk = 16;  // inner channels of a step
constexpr int kChunks = kWidth / kChunk;
constexpr int kTaps = 9;
constexpr int kPitch = kChunk + 4;                 // of a pixel, or of a channel's weights
constexpr int kForwardPitch = kWidth + 8;          // of an inner channel's weights
constexpr int kStatisticsFloats = 2 * 4 * kWidth;  // scratch of the statistics

// Where pixels of the block's images lie in the patch.
template <int kSide>
struct Patch {
  static constexpr int kPixels = kSide * kSide;
  static constexpr int kImages = kTilePixels / kPixels;
  static constexpr int kPadded = kSide + 2;
  static constexpr int kFloats = kImages * kPadded * kPadded * kPitch;

  // Of pixel (y, x), -1 .. kSide, of one of the images.
  static __device__ inline int offset(int image, int y, int x) {
    return ((image * kPadded + y + 1) * kPadded + x + 1) * kPitch;
  }
};

template <int kSide, bool kBackward>
constexpr int kWeightFloats = kBackward ? kWidth* kPitch : kChunk* kForwardPitch;

// What a thread computes: rows of a fragment are pixels with the same y and consecutive x.
struct WarpPlace {
  int lane, warp, group, quarter, pixelWarp, channelWarp;

  __device__ inline WarpPlace()
      : lane(static_cast<int>(threadIdx.x) % 32),
        warp(static_cast<int>(threadIdx.x) / 32),
        group(lane / 4),
        quarter(lane % 4),
        pixelWarp(warp % 4),
        channelWarp(warp / 4) {}

  // First of the two consecutive channels of a fragment.
  __device__ inline int channel(int fragment) const {
    return channelWarp * 64 + fragment * 8 + 2 * quarter;
  }
};

// Image of the block, y and x of row `half` of the thread's pixel fragment.
template <int kSide>
struct FragmentPixel {
  int image, y, x;

  __device__ inline FragmentPixel(const WarpPlace& own, int fragment, int half) {
    image = kSide == 16 ? 0 : own.pixelWarp;
    y = kSide == 16 ? own.pixelWarp * 4 + fragment : 2 * fragment + half;
    x = kSide == 16 ? own.group + 8 * half : own.group;
  }
};

struct ConvSums {
  FragmentC of[4][8];  // pixel fragments, channel fragments
};

__device__ inline void roundInPlace(float* four) {
  float4 v = *reinterpret_cast<float4*>(four);
  v = make_float4(roundedToTf32(v.x), roundedToTf32(v.y), roundedToTf32(v.z), roundedToTf32(v.w));
  *reinterpret_cast<float4*>(four) = v;
}

// The weights of one step: [kChunk, kWidth] inner-major for the forward pass; for the backward pass
// [kWidth, kChunk], because there the result's channels are the weight's rows.
template <bool kBackward>
struct StepWeights {
  static constexpr int kCopies = kChunk * kWidth / 4 / kConvThreads;

  static __device__ inline float* place(float* tile, int copy) {
    const int thread = static_cast<int>(threadIdx.x);
    return kBackward ? tile + (thread / 4 + copy * 64) * kPitch + thread % 4 * 4
                     : tile + (thread / 32 + copy * 8) * kForwardPitch + thread % 32 * 4;
  }

  static __device__ inline void copy(const float* weight, int chunk, int tap, float* tile) {
    const int thread = static_cast<int>(threadIdx.x);
    const float* ofTap = weight + tap * kWidth * kWidth;
    for (int copy = 0; copy < kCopies; ++copy) {
      const float* from =
          kBackward ? ofTap + (thread / 4 + copy * 64) * kWidth + chunk * kChunk + thread % 4 * 4
                    : ofTap + (chunk * kChunk + thread / 32 + copy * 8) * kWidth + thread % 32 * 4;
      copyAsync(place(tile, copy), from);
    }
  }

  static __device__ inline void round(float* tile) {
    for (int copy = 0; copy < kCopies; ++copy) roundInPlace(place(tile, copy));
  }
};

// One step: all products of one tap and chunk.
template <int kSide, bool kBackward>
__device__ inline void multiplyStep(const WarpPlace& own, const float* patch, int tap,
                                    const float* weights, ConvSums& sums) {
  const FragmentPixel<kSide> first(own, 0, 0);
  const int ky = kBackward ? 1 - tap / 3 : tap / 3 - 1, kx = kBackward ? 1 - tap % 3 : tap % 3 - 1;
  const float* pixels =
      patch + Patch<kSide>::offset(first.image, first.y + ky, first.x + kx) + own.quarter;
  constexpr int kRow = Patch<kSide>::kPadded * kPitch;
  constexpr int kFragment = kSide == 16 ? kRow : 2 * kRow, kHalf = kSide == 16 ? 8 * kPitch : kRow;
  const int channel = own.channelWarp * 64 + own.group;
  const float* right = kBackward ? weights + channel * kPitch + own.quarter
                                 : weights + own.quarter * kForwardPitch + channel;
  constexpr int kInner = kBackward ? 1 : kForwardPitch, kChannel = kBackward ? kPitch : 1;
#pragma unroll
  for (int inner = 0; inner < kChunk; inner += 8) {
    FragmentA a[4];
    FragmentB b[8];
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const float* at = pixels + i * kFragment + inner;
      a[i] = {{at[0], at[kHalf], at[4], at[kHalf + 4]}};
    }
#pragma unroll
    for (int j = 0; j < 8; ++j) {
      const float* at = right + inner * kInner + j * 8 * kChannel;
      b[j] = {{at[0], at[4 * kInner]}};
    }
#pragma unroll
    for (int i = 0; i < 4; ++i)
#pragma unroll
      for (int j = 0; j < 8; ++j) multiplyAdd(sums.of[i][j], a[i], b[j]);
  }
}

// The whole product. source makes the patches: source.first(patch) the one of chunk 0, with
// barriers if it needs them; then, while a chunk is multiplied, source.begin(tap, chunk, patch) and
// source.end(tap, patch) at the beginning and the end of every step prepare the next one, with a
// barrier after each end. shared: two patches, then two weight tiles.
template <int kSide, bool kBackward, typename Source>
__device__ inline void multiplyConvolution(Source& source, const float* weight, float* shared,
                                           ConvSums& sums) {
  using Weights = StepWeights<kBackward>;
  const WarpPlace own;
  float* const tiles = shared + 2 * Patch<kSide>::kFloats;
  for (int i = static_cast<int>(threadIdx.x); i < 2 * Patch<kSide>::kFloats; i += kConvThreads)
    shared[i] = 0;
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int j = 0; j < 8; ++j) sums.of[i][j] = {{0, 0, 0, 0}};
  __syncthreads();
  Weights::copy(weight, 0, 0, tiles);
  source.first(shared);
  waitForCopies();
  Weights::round(tiles);
  __syncthreads();

  int stage = 0;
#pragma unroll 1
  for (int chunk = 0; chunk < kChunks; ++chunk) {
    const float* patch = shared + chunk % 2 * Patch<kSide>::kFloats;
    float* const nextPatch = shared + (chunk + 1) % 2 * Patch<kSide>::kFloats;
    const bool more = chunk + 1 < kChunks;
#pragma unroll 1
    for (int tap = 0; tap < kTaps; ++tap) {
      const float* tile = tiles + stage * kWeightFloats<kSide, kBackward>;
      float* const nextTile = tiles + (stage ^ 1) * kWeightFloats<kSide, kBackward>;
      const bool lastTap = tap + 1 == kTaps, moreSteps = more || !lastTap;
      if (moreSteps) Weights::copy(weight, chunk + lastTap, lastTap ? 0 : tap + 1, nextTile);
      if (more) source.begin(tap, chunk + 1, nextPatch);
      multiplyStep<kSide, kBackward>(own, patch, tap, tile, sums);
      waitForCopies();
      if (moreSteps) Weights::round(nextTile);
      if (more) source.end(tap, nextPatch);
      __syncthreads();
      stage ^= 1;
    }
  }
}
