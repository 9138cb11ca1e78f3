// The first conv block of a network in one kernel: 3x3 convolution of images with 1 or 3 channels
// to 128, 32 x 32 after padding, instance normalisation, affine, ReLU, 2x2 average pooling; and its
// gradient w.r.t. the images. Float32 on CUDA cores: the sums are 9 or 27 products long, too short
// for tensor cores to matter. See ConvBlock in Java.
//
//   src [images, height, width, channels], height + 2 padding - 2 = 32, weight
//   [3, 3, channels, 128], dst [images, 16, 16, 128], convolution [images, 32, 32, 128], mean,
//   inverseStd [images, 128]. Results are overwritten; convolution, mean and inverseStd, which are
//   saved for backward, are null where nothing is saved. dst and convolution are float32 or BF16.
#pragma once

#include "instance_norm.cuh"
#include "tensor_core.cuh"

constexpr int kWidth = 128;  // channels of the result
constexpr int kSide = 32;    // of the convolution
constexpr int kPixels = kSide * kSide;
constexpr int kPadded = kSide + 2;
constexpr int kBackwardThreads = 256;
constexpr int kForwardThreads = 512;
constexpr int kLanes = 32;  // channels of a forward block: a lane has one
constexpr int kWarps = kForwardThreads / kLanes;
constexpr int kRowsOfWarp = kSide / kWarps;
constexpr float kShare = 1.0f / kPixels;

__device__ inline int ownThread() { return static_cast<int>(threadIdx.x); }

// The padded image, channel by channel: shared [channels, 34, 34].
template <int kChannels>
__device__ inline void loadPadded(int height, int width, int padding, const float* src,
                                  float* shared) {
  for (int i = ownThread(); i < kChannels * kPadded * kPadded; i += kForwardThreads) {
    const int channel = i / (kPadded * kPadded), place = i % (kPadded * kPadded);
    const int y = place / kPadded - padding, x = place % kPadded - padding;
    const bool inside = y >= 0 && y < height && x >= 0 && x < width;
    shared[i] = inside ? src[(y * width + x) * kChannels + channel] : 0.0f;
  }
}

// Sum over the warps of what the lanes of a channel have. scratch [16, 32], its own.
__device__ inline float sumOverWarps(float value, float* scratch) {
  const int lane = ownThread() % kLanes;
  scratch[ownThread()] = value;
  __syncthreads();
  float sum = 0;
  for (int warp = 0; warp < kWarps; ++warp) sum += scratch[warp * kLanes + lane];
  return sum;
}

// A thread has one channel of two rows: what it reads of the image, the same for the whole warp,
// serves up to six products. Blocks: x over images, y over groups of 32 channels.
template <int kChannels, typename Stored>
__device__ inline void firstBlockForward(int height, int width, int padding, const float* weight,
                                         const float* scale, const float* shift, const float* src,
                                         Stored* dst, Stored* convolution, float* mean,
                                         float* inverseStd, float* shared) {
  const int image = static_cast<int>(blockIdx.x), warp = ownThread() / kLanes;
  const int channel = static_cast<int>(blockIdx.y) * kLanes + ownThread() % kLanes;
  float* const scratch = shared + kChannels * kPadded * kPadded;
  loadPadded<kChannels>(height, width, padding,
                        src + static_cast<long long>(image) * height * width * kChannels, shared);
  __syncthreads();
  float sums[kRowsOfWarp][kSide];
#pragma unroll
  for (int row = 0; row < kRowsOfWarp; ++row)
#pragma unroll
    for (int x = 0; x < kSide; ++x) sums[row][x] = 0;
#pragma unroll 1
  for (int c = 0; c < kChannels; ++c) {
    float w[3][3];
#pragma unroll
    for (int tap = 0; tap < 9; ++tap)
      w[tap / 3][tap % 3] = weight[(tap * kChannels + c) * kWidth + channel];
#pragma unroll
    for (int y = 0; y < kRowsOfWarp + 2; ++y) {
      const float* row = shared + (c * kPadded + warp * kRowsOfWarp + y) * kPadded;
      float left = row[0], middle = row[1];
#pragma unroll
      for (int x = 0; x < kSide; ++x) {
        const float right = row[x + 2];
#pragma unroll
        for (int ky = 0; ky < 3; ++ky)
          if (y - ky >= 0 && y - ky < kRowsOfWarp) {
            float& sum = sums[y - ky][x];
            sum += left * w[ky][0];
            sum += middle * w[ky][1];
            sum += right * w[ky][2];
          }
        left = middle;
        middle = right;
      }
    }
  }

  if (convolution) {
    Stored* to = convolution +
                 (static_cast<long long>(image) * kPixels + warp * kRowsOfWarp * kSide) * kWidth +
                 channel;
#pragma unroll
    for (int row = 0; row < kRowsOfWarp; ++row)
#pragma unroll
      for (int x = 0; x < kSide; ++x) store(to + (row * kSide + x) * kWidth, sums[row][x]);
  }

  float total = 0;
#pragma unroll
  for (int row = 0; row < kRowsOfWarp; ++row)
#pragma unroll
    for (int x = 0; x < kSide; ++x) total += sums[row][x];
  const float average = kShare * sumOverWarps(total, scratch);
  float squares = 0;
#pragma unroll
  for (int row = 0; row < kRowsOfWarp; ++row)
#pragma unroll
    for (int x = 0; x < kSide; ++x) {
      const float centred = sums[row][x] - average;
      squares += centred * centred;
    }
  const float variance = kShare * sumOverWarps(squares, scratch + kForwardThreads);
  const float inverse = 1.0f / sqrtf(variance + echodc::kNormEpsilon);
  const float factor = scale[channel] * inverse, added = shift[channel];

  if (convolution && warp == 0) {
    mean[image * kWidth + channel] = average;
    inverseStd[image * kWidth + channel] = inverse;
  }
  const auto activation = [&](int row, int x) {
    return reluOf((sums[row][x] - average) * factor + added);
  };
  constexpr int kPooled = kSide / 2;
  Stored* to =
      dst +
      (static_cast<long long>(image) * kPooled * kPooled + warp * (kRowsOfWarp / 2) * kPooled) *
          kWidth +
      channel;
#pragma unroll
  for (int row = 0; row < kRowsOfWarp; row += 2)
#pragma unroll
    for (int x = 0; x < kSide; x += 2)
      store(to + (row / 2 * kPooled + x / 2) * kWidth,
            0.25f * ((activation(row, x) + activation(row, x + 1)) +
                     (activation(row + 1, x) + activation(row + 1, x + 1))));
}

constexpr int kChunk = 16;  // channels of the convolution's gradient at a time
constexpr int kPitch = kChunk + 1;
constexpr int kPatchFloats = kPadded * kPadded * kPitch;
constexpr int kGroups = kBackwardThreads / kChunk;  // a thread has one channel of two rows
constexpr int kGroupPixels = kPixels / kGroups;
constexpr int kOwnPixels = kPixels / kBackwardThreads;  // of the image

// Gradient w.r.t. the convolution, of a chunk of channels of the block's image: patch [34, 34, 16]
// with a border of zeros. scratch [2, 16 groups, 16].
template <typename Stored>
__device__ inline void convolutionGradient(int channel, const float* scale, const float* shift,
                                           const Stored* convolution, const float* mean,
                                           const float* inverseStd, const Stored* dstGradient,
                                           float* scratch, float* patch) {
  const int own = ownThread() % kChunk, group = ownThread() / kChunk;
  const long long image = blockIdx.x;
  const float average = mean[image * kWidth + channel],
              inverse = inverseStd[image * kWidth + channel];
  const float factor = scale[channel] * inverse, added = shift[channel];
  const Stored* from = convolution + image * kPixels * kWidth + channel;
  const Stored* gradients = dstGradient + image * (kPixels / 4) * kWidth + channel;
  const auto masked = [&](int pixel, float centred) {
    const int window = pixel / kSide / 2 * (kSide / 2) + pixel % kSide / 2;
    return centred * factor + added <= 0 ? 0.0f : 0.25f * loaded(gradients + window * kWidth);
  };
  float gradientSum = 0, productSum = 0;
  for (int p = group * kGroupPixels; p < (group + 1) * kGroupPixels; ++p) {
    const float centred = loaded(from + p * kWidth) - average, g = masked(p, centred);
    gradientSum += g;
    productSum += g * centred;
  }
  scratch[ownThread()] = gradientSum;
  scratch[kBackwardThreads + ownThread()] = productSum;
  __syncthreads();
  gradientSum = productSum = 0;
  for (int other = 0; other < kGroups; ++other) {
    gradientSum += scratch[other * kChunk + own];
    productSum += scratch[kBackwardThreads + other * kChunk + own];
  }
  const float constant = factor * gradientSum * kShare;
  const float centredPart = factor * inverse * (productSum * inverse) * kShare;
  for (int p = group * kGroupPixels; p < (group + 1) * kGroupPixels; ++p) {
    const float centred = loaded(from + p * kWidth) - average;
    patch[((p / kSide + 1) * kPadded + p % kSide + 1) * kPitch + own] =
        (factor * masked(p, centred) - constant) - centred * centredPart;
  }
}

// A block makes one image's gradient; a thread has four pixels.
template <int kChannels, typename Stored>
__device__ inline void firstBlockBackward(int height, int width, int padding, const float* weight,
                                          const float* scale, const float* shift,
                                          const Stored* convolution, const float* mean,
                                          const float* inverseStd, const Stored* dstGradient,
                                          float* srcGradient, float* shared) {
  float* const patch = shared;
  float* const weights = patch + kPatchFloats;  // [9, channels, 16]
  float* const scratch = weights + 9 * kChannels * kChunk;
  const int pixels = height * width;
  float sums[kOwnPixels][kChannels];
  int place[kOwnPixels];  // where the window of the pixel begins in the patch, mirrored
#pragma unroll
  for (int i = 0; i < kOwnPixels; ++i) {
    const int pixel = min(ownThread() + i * kBackwardThreads, pixels - 1);
    place[i] = ((pixel / width + padding + 1) * kPadded + pixel % width + padding + 1) * kPitch;
#pragma unroll
    for (int c = 0; c < kChannels; ++c) sums[i][c] = 0;
  }
  for (int i = ownThread(); i < kPatchFloats; i += kBackwardThreads) patch[i] = 0;
#pragma unroll 1
  for (int chunk = 0; chunk < kWidth / kChunk; ++chunk) {
    __syncthreads();  // the patch is free, or zeroed
    convolutionGradient(chunk * kChunk + ownThread() % kChunk, scale, shift, convolution, mean,
                        inverseStd, dstGradient, scratch, patch);
    for (int i = ownThread(); i < 9 * kChannels * kChunk; i += kBackwardThreads)
      weights[i] = weight[i / kChunk * kWidth + chunk * kChunk + i % kChunk];
    __syncthreads();
#pragma unroll 1
    for (int tap = 0; tap < 9; ++tap) {
      const int offset = (tap / 3 * kPadded + tap % 3) * kPitch;
#pragma unroll 4
      for (int k = 0; k < kChunk; ++k) {
        float w[kChannels];
#pragma unroll
        for (int c = 0; c < kChannels; ++c) w[c] = weights[(tap * kChannels + c) * kChunk + k];
#pragma unroll
        for (int i = 0; i < kOwnPixels; ++i) {
          const float gradient = patch[place[i] - offset + k];
#pragma unroll
          for (int c = 0; c < kChannels; ++c) sums[i][c] += gradient * w[c];
        }
      }
    }
  }
#pragma unroll
  for (int i = 0; i < kOwnPixels; ++i) {
    const int pixel = ownThread() + i * kBackwardThreads;
    if (pixel >= pixels) continue;
    float* to = srcGradient + (static_cast<long long>(blockIdx.x) * pixels + pixel) * kChannels;
#pragma unroll
    for (int c = 0; c < kChannels; ++c) to[c] = sums[i][c];
  }
}
