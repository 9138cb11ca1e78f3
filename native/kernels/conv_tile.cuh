// A 3x3 convolution of 128 to 128 channels on tensor cores: a block computes all channels of 256
// pixels, one image of 16 x 16 or four of 8 x 8, as an implicit matrix product
//
//   sums [256 pixels, 128] = sum over chunks of inner channels and taps of
//                            patch [256 pixels moved by the tap, chunk] * weight [chunk, 128]
//
// Eight warps have 64 pixels x 64 channels each, in registers. The patch of a chunk, 16 words of a
// pixel, lies in shared memory with a border of zeros, so that a tap is an offset; it serves all
// nine. Weights of a step of 16 inner channels follow by asynchronous copies, double buffered. An
// operand is rounded by the thread that copied it, once, between its arrival and the barrier.
//
// Shared memory has no bank conflicts: a fragment's 8 pixels (or channels) by 4 words of inner
// channels lie 20 words apart (weights of a step of 8 words 12, inner-major ones 4 rows of 136),
// which are 32 different banks. ldmatrix would move the same bytes at the same rate.
#pragma once

#include "tensor_core.cuh"

constexpr int kWidth = 128;  // channels
constexpr int kTilePixels = 256;
constexpr int kConvThreads = 256;
constexpr int kPatchWords = 16;  // of a pixel
constexpr int kPatchPitch = kPatchWords + 4;
constexpr int kStepChannels = 16;  // inner channels of a step
constexpr int kForwardPitch = kWidth + 8;
constexpr int kTaps = 9;
constexpr int kStatisticsFloats = 2 * 4 * kWidth;  // scratch of the statistics

// Where pixels of the block's images lie in the patch.
template <int kSide>
struct Patch {
  static constexpr int kPixels = kSide * kSide;
  static constexpr int kImages = kTilePixels / kPixels;
  static constexpr int kPadded = kSide + 2;
  static constexpr int kFloats = kImages * kPadded * kPadded * kPatchPitch;

  // Of pixel (y, x), -1 .. kSide, of one of the images.
  static __device__ inline int offset(int image, int y, int x) {
    return ((image * kPadded + y + 1) * kPadded + x + 1) * kPatchPitch;
  }
};

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

// Calls use(fragment, half, pixel) for each pixel of a thread, counted among those of all images.
template <int kSide, typename Use>
__device__ inline void forOwnPixels(const WarpPlace& own, int image, const Use& use) {
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const FragmentPixel<kSide> at(own, i, half);
      use(i, half, (static_cast<long long>(image) * kSide + at.y) * kSide + at.x);
    }
}

struct ConvSums {
  FragmentC of[4][8];  // pixel fragments, channel fragments
};

// Sums a value over the 8 lanes that have the same channels.
__device__ inline float sumOverGroups(float value) {
  value += __shfl_xor_sync(0xffffffffu, value, 4);
  value += __shfl_xor_sync(0xffffffffu, value, 8);
  return value + __shfl_xor_sync(0xffffffffu, value, 16);
}

__device__ inline void roundInPlace(float* four) {
  float4 v = *reinterpret_cast<float4*>(four);
  v = make_float4(roundedToTf32(v.x), roundedToTf32(v.y), roundedToTf32(v.z), roundedToTf32(v.w));
  *reinterpret_cast<float4*>(four) = v;
}

// The weights of one step: words of inner channels [words, 128] for the forward pass; for the
// backward pass [128, words], because there the result's channels are the weight's rows.
template <typename Operand, bool kBackward>
struct StepWeights;

template <bool kBackward>
struct StepWeights<Tf32, kBackward> {
  static constexpr int kWords = kStepChannels;
  static constexpr int kPitch = kBackward ? kWords + 4 : kForwardPitch;
  static constexpr int kFloats = (kBackward ? kWidth : kWords) * kPitch;
  static constexpr int kArrivalFloats = 0;  // weights arrive in their place
  static constexpr int kCopies = kStepChannels * kWidth / 4 / kConvThreads;

  static __device__ inline float* place(float* tile, int copy) {
    const int thread = static_cast<int>(threadIdx.x);
    return kBackward ? tile + (thread / 4 + copy * 64) * kPitch + thread % 4 * 4
                     : tile + (thread / 32 + copy * 8) * kPitch + thread % 32 * 4;
  }

  static __device__ inline void copy(const float* weight, float*, float* tile) {
    const int thread = static_cast<int>(threadIdx.x);
    for (int copy = 0; copy < kCopies; ++copy)
      copyAsync(place(tile, copy),
                kBackward ? weight + (thread / 4 + copy * 64) * kWidth + thread % 4 * 4
                          : weight + (thread / 32 + copy * 8) * kWidth + thread % 32 * 4);
  }

  static __device__ inline void round(const float*, float* tile) {
    for (int copy = 0; copy < kCopies; ++copy) roundInPlace(place(tile, copy));
  }
};

// Two inner channels make a word: a thread copies both as float32 to where only it looks.
template <bool kBackward>
struct StepWeights<Bf16, kBackward> {
  static constexpr int kWords = kStepChannels / 2;
  static constexpr int kPitch = kBackward ? kWords + 4 : kForwardPitch;
  static constexpr int kFloats = (kBackward ? kWidth : kWords) * kPitch;
  static constexpr int kArrivalFloats = kStepChannels * kWidth;

  static __device__ inline float* arrival(float* arrivals, int half) {
    return arrivals + (half * kConvThreads + static_cast<int>(threadIdx.x)) * 4;
  }

  // Forward: four channels of two inner ones; backward: eight inner channels of one.
  static __device__ inline void copy(const float* weight, float* arrivals, float*) {
    const int thread = static_cast<int>(threadIdx.x);
    for (int half = 0; half < 2; ++half)
      copyAsync(arrival(arrivals, half),
                kBackward ? weight + thread / 2 * kWidth + thread % 2 * 8 + half * 4
                          : weight + (thread / 32 * 2 + half) * kWidth + thread % 32 * 4);
  }

  static __device__ inline void round(float* arrivals, float* tile) {
    const int thread = static_cast<int>(threadIdx.x);
    const float4 a = *reinterpret_cast<const float4*>(arrival(arrivals, 0));
    const float4 b = *reinterpret_cast<const float4*>(arrival(arrivals, 1));
    const uint4 words = kBackward ? make_uint4(packedBf16(a.x, a.y), packedBf16(a.z, a.w),
                                               packedBf16(b.x, b.y), packedBf16(b.z, b.w))
                                  : make_uint4(packedBf16(a.x, b.x), packedBf16(a.y, b.y),
                                               packedBf16(a.z, b.z), packedBf16(a.w, b.w));
    float* to = kBackward ? tile + thread / 2 * kPitch + thread % 2 * 4
                          : tile + thread / 32 * kPitch + thread % 32 * 4;
    *reinterpret_cast<uint4*>(to) = words;
  }
};

// Floats of shared memory before what an operation adds: two patches, two weight tiles, arrivals.
template <typename Operand, int kSide, bool kBackward>
constexpr int kConvFloats =
    2 * Patch<kSide>::kFloats + 2 * StepWeights<Operand, kBackward>::kFloats +
    StepWeights<Operand, kBackward>::kArrivalFloats;

// One step: the products of one tap with 16 inner channels, which begin at `firstWord` of the
// patch.
template <typename Operand, int kSide, bool kBackward>
__device__ inline void multiplyStep(const WarpPlace& own, const float* patch, int tap,
                                    int firstWord, const float* weights, ConvSums& sums) {
  using Weights = StepWeights<Operand, kBackward>;
  const FragmentPixel<kSide> first(own, 0, 0);
  const int ky = kBackward ? 1 - tap / 3 : tap / 3 - 1, kx = kBackward ? 1 - tap % 3 : tap % 3 - 1;
  const float* pixels = patch + Patch<kSide>::offset(first.image, first.y + ky, first.x + kx) +
                        firstWord + own.quarter;
  constexpr int kRow = Patch<kSide>::kPadded * kPatchPitch;
  constexpr int kFragment = kSide == 16 ? kRow : 2 * kRow;
  constexpr int kHalf = kSide == 16 ? 8 * kPatchPitch : kRow;
  const int channel = own.channelWarp * 64 + own.group;
  const float* right = kBackward ? weights + channel * Weights::kPitch + own.quarter
                                 : weights + own.quarter * Weights::kPitch + channel;
  constexpr int kInner = kBackward ? 1 : Weights::kPitch;
  constexpr int kChannel = kBackward ? Weights::kPitch : 1;
#pragma unroll
  for (int word = 0; word < Weights::kWords; word += 8) {
    FragmentA a[4];
    FragmentB b[8];
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const float* at = pixels + i * kFragment + word;
      a[i] = {{__float_as_uint(at[0]), __float_as_uint(at[kHalf]), __float_as_uint(at[4]),
               __float_as_uint(at[kHalf + 4])}};
    }
#pragma unroll
    for (int j = 0; j < 8; ++j) {
      const float* at = right + word * kInner + j * 8 * kChannel;
      b[j] = {{__float_as_uint(at[0]), __float_as_uint(at[4 * kInner])}};
    }
#pragma unroll
    for (int i = 0; i < 4; ++i)
#pragma unroll
      for (int j = 0; j < 8; ++j) multiplyAdd(Operand(), sums.of[i][j], a[i], b[j]);
  }
}

// The whole product. source makes the patches: source.first(patch) the one of chunk 0, with
// barriers if it needs them; then, while a chunk is multiplied, source.begin(tap, chunk, patch) and
// source.end(tap, patch) at the beginning and the end of every tap prepare the next one, with a
// barrier after each end. shared: kConvFloats.
template <typename Operand, int kSide, bool kBackward, typename Source>
__device__ inline void multiplyConvolution(Source& source, const float* weight, float* shared,
                                           ConvSums& sums) {
  using Weights = StepWeights<Operand, kBackward>;
  constexpr int kSteps = Operand::kPerWord;  // of a chunk and tap
  constexpr int kChunks = kWidth / (kSteps * kStepChannels);
  const WarpPlace own;
  float* const tiles = shared + 2 * Patch<kSide>::kFloats;
  float* const arrivals = tiles + 2 * Weights::kFloats;
  // Of a step's first inner channel, which is a column of the backward pass's matrix.
  const auto weights = [weight](int tap, int step) {
    return weight + tap * kWidth * kWidth + step * kStepChannels * (kBackward ? 1 : kWidth);
  };
  for (int i = static_cast<int>(threadIdx.x); i < 2 * Patch<kSide>::kFloats; i += kConvThreads)
    shared[i] = 0;
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int j = 0; j < 8; ++j) sums.of[i][j] = {{0, 0, 0, 0}};
  __syncthreads();
  Weights::copy(weights(0, 0), arrivals, tiles);
  source.first(shared);
  waitForCopies();
  Weights::round(arrivals, tiles);
  __syncthreads();

  int stage = 0;
#pragma unroll 1
  for (int chunk = 0; chunk < kChunks; ++chunk) {
    const float* patch = shared + chunk % 2 * Patch<kSide>::kFloats;
    float* const nextPatch = shared + (chunk + 1) % 2 * Patch<kSide>::kFloats;
    const bool more = chunk + 1 < kChunks;
#pragma unroll 1
    for (int i = 0; i < kTaps * kSteps; ++i) {
      const int tap = i / kSteps, step = i % kSteps;
      const int next = i + 1 == kTaps * kSteps ? 0 : i + 1;  // of the next chunk if 0
      const bool moreSteps = more || next != 0;
      float* const nextTile = tiles + (stage ^ 1) * Weights::kFloats;
      if (moreSteps)
        Weights::copy(weights(next / kSteps, (chunk + (next == 0)) * kSteps + next % kSteps),
                      arrivals, nextTile);
      if (more && step == 0) source.begin(tap, chunk + 1, nextPatch);
      multiplyStep<Operand, kSide, kBackward>(own, patch, tap, step * Weights::kWords,
                                              tiles + stage * Weights::kFloats, sums);
      waitForCopies();
      if (moreSteps) Weights::round(arrivals, nextTile);
      if (more && step + 1 == kSteps) source.end(tap, nextPatch);
      __syncthreads();
      stage ^= 1;
    }
  }
}
