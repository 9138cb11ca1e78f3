// The forward pass of a conv block of 128 to 128 channels in one kernel: the convolution stays in
// registers from the first product to the pooled result. See conv_tile.cuh and instance_norm.cuh.
#pragma once

#include "conv_tile.cuh"
#include "instance_norm.cuh"

// Copies the patches of a source tensor.
template <typename Operand, int kSide>
struct ImagePatches {
  using Stored = typename Operand::Stored;
  static constexpr int kInCopy = 4 * Operand::kPerWord;              // channels
  static constexpr int kChannels = kPatchWords * Operand::kPerWord;  // of a patch

  const Stored* src;  // first pixel of the block
  int pixels;         // that exist

  // What a thread copies: 16 bytes of so many pixels.
  template <typename Use>
  __device__ inline void each(float* patch, const Use& use) const {
#pragma unroll
    for (int copy = 0; copy < kTilePixels * 4 / kConvThreads; ++copy) {
      const int thread = static_cast<int>(threadIdx.x);
      const int pixel = thread / 4 + copy * (kConvThreads / 4), quarter = thread % 4;
      if (pixel >= pixels) continue;  // stays 0
      const int image = pixel / (kSide * kSide), inImage = pixel % (kSide * kSide);
      use(patch + Patch<kSide>::offset(image, inImage / kSide, inImage % kSide) + quarter * 4,
          src + pixel * kWidth + quarter * kInCopy);
    }
  }

  __device__ inline void copy(int chunk, float* patch) const {
    each(patch, [chunk](float* to, const Stored* from) {
      copyAsync(to, reinterpret_cast<const float*>(from + chunk * kChannels));
    });
  }

  __device__ inline void round(float* patch) const {
    if (Operand::kPerWord == 1) each(patch, [](float* to, const Stored*) { roundInPlace(to); });
  }

  __device__ inline void first(float* patch) const {
    copy(0, patch);
    waitForCopies();
    round(patch);
  }

  __device__ inline void begin(int tap, int chunk, float* patch) const {
    if (tap == 0) copy(chunk, patch);
  }

  __device__ inline void end(int tap, float* patch) const {
    if (tap == 0) round(patch);
  }
};

// The sum over the pixels of the thread's image, of a channel whose sums over each pixel warp lie
// in ofWarps [4, 128].
template <int kSide>
__device__ inline float sumOfImage(const float* ofWarps, int pixelWarp, int channel) {
  if (kSide == 8) return ofWarps[pixelWarp * kWidth + channel];
  return (ofWarps[channel] + ofWarps[kWidth + channel]) +
         (ofWarps[2 * kWidth + channel] + ofWarps[3 * kWidth + channel]);
}

// Mean and squared deviation of every image and channel; two passes, because the square of the mean
// may dwarf the variance. statistics: [2, 4, 128].
template <int kSide>
__device__ inline void sumStatistics(const WarpPlace& own, const ConvSums& sums,
                                     float* statistics) {
  constexpr float kShare = 1.0f / (kSide * kSide);
#pragma unroll
  for (int pass = 0; pass < 2; ++pass) {
#pragma unroll
    for (int j = 0; j < 8; ++j)
#pragma unroll
      for (int c = 0; c < 2; ++c) {
        const int channel = own.channel(j) + c;
        const float mean =
            pass == 0 ? 0.0f : kShare * sumOfImage<kSide>(statistics, own.pixelWarp, channel);
        float sum = 0;
#pragma unroll
        for (int i = 0; i < 4; ++i)
#pragma unroll
          for (int half = 0; half < 2; ++half) {
            const float centred = sums.of[i][j].value[2 * half + c] - mean;
            sum += pass == 0 ? centred : centred * centred;
          }
        sum = sumOverGroups(sum);
        if (own.group == 0) statistics[(pass * 4 + own.pixelWarp) * kWidth + channel] = sum;
      }
    __syncthreads();
  }
}

// The epilogue of one channel fragment: normalises, pools and writes it; saves the convolution and
// its statistics for backward unless they are null.
template <int kSide, typename Stored, typename Result>
__device__ inline void finishFragment(const WarpPlace& own, const ConvSums& sums, int j,
                                      const float* statistics, const float* scale,
                                      const float* shift, int image, Result* dst,
                                      Stored* convolution, float* mean, float* inverseStd) {
  constexpr float kShare = 1.0f / (kSide * kSide);
  const int channel = own.channel(j);
  float average[2], inverse[2], factor[2], added[2];
#pragma unroll
  for (int c = 0; c < 2; ++c) {
    average[c] = kShare * sumOfImage<kSide>(statistics, own.pixelWarp, channel + c);
    const float variance =
        kShare * sumOfImage<kSide>(statistics + 4 * kWidth, own.pixelWarp, channel + c);
    inverse[c] = 1.0f / sqrtf(variance + echodc::kNormEpsilon);
    factor[c] = scale[channel + c] * inverse[c];
    added[c] = shift[channel + c];
  }
  if (convolution) {
    if (own.group == 0 && (kSide == 8 || own.pixelWarp == 0))
#pragma unroll
      for (int c = 0; c < 2; ++c) {
        mean[image * kWidth + channel + c] = average[c];
        inverseStd[image * kWidth + channel + c] = inverse[c];
      }
    forOwnPixels<kSide>(own, image, [&](int i, int half, long long pixel) {
      storePair(convolution + pixel * kWidth + channel, sums.of[i][j].value[2 * half],
                sums.of[i][j].value[2 * half + 1]);
    });
  }
  const auto activation = [&](int i, int half, int c) {
    return reluOf((sums.of[i][j].value[2 * half + c] - average[c]) * factor[c] + added[c]);
  };
  // Two windows at a time: rows y and y + 1 are the thread's own, x and x + 1 those of lanes g and
  // g ^ 1, which write one window each.
#pragma unroll
  for (int pair = 0; pair < 2; ++pair) {
    float window[2][2];
#pragma unroll
    for (int which = 0; which < 2; ++which)
#pragma unroll
      for (int c = 0; c < 2; ++c) {
        const float sum =
            kSide == 16 ? activation(2 * pair, which, c) + activation(2 * pair + 1, which, c)
                        : activation(2 * pair + which, 0, c) + activation(2 * pair + which, 1, c);
        window[which][c] = 0.25f * (sum + __shfl_xor_sync(0xffffffffu, sum, 4));
      }
    const bool odd = own.group % 2 != 0;
    const int which = odd ? 1 : 0;
    const FragmentPixel<kSide> at(own, kSide == 16 ? 2 * pair : 2 * pair + which,
                                  kSide == 16 ? which : 0);
    const long long pooled =
        (static_cast<long long>(image) * (kSide / 2) + at.y / 2) * (kSide / 2) + at.x / 2;
    storePair(dst + pooled * kWidth + channel, odd ? window[1][0] : window[0][0],
              odd ? window[1][1] : window[0][1]);
  }
}

// Result: the type of dst.
template <typename Operand, int kSide, typename Result>
__device__ inline void forwardBlock(int images, const float* weight, const float* scale,
                                    const float* shift, const typename Operand::Stored* src,
                                    Result* dst, typename Operand::Stored* convolution, float* mean,
                                    float* inverseStd, float* shared) {
  const int firstImage = static_cast<int>(blockIdx.x) * Patch<kSide>::kImages;
  const ImagePatches<Operand, kSide> source = {
      src + static_cast<long long>(firstImage) * Patch<kSide>::kPixels * kWidth,
      (images - firstImage) * Patch<kSide>::kPixels};
  ConvSums sums;
  multiplyConvolution<Operand, kSide, false>(source, weight, shared, sums);
  const WarpPlace own;
  float* const statistics = shared + kConvFloats<Operand, kSide, false>;
  sumStatistics<kSide>(own, sums, statistics);
  const int image = firstImage + FragmentPixel<kSide>(own, 0, 0).image;
  if (image >= images) return;  // whole warps, and there is no barrier any more
#pragma unroll
  for (int j = 0; j < 8; ++j)
    finishFragment<kSide>(own, sums, j, statistics, scale, shift, image, dst, convolution, mean,
                          inverseStd);
}
