// The gradient of a conv block of 128 to 128 channels w.r.t. its input in one kernel: the gradient
// w.r.t. the convolution is made chunk by chunk on the way into shared memory and never stored. See
// conv_tile.cuh and instance_norm.cuh.
#pragma once

#include "conv_tile.cuh"
#include "instance_norm.cuh"

// Makes the patches of the gradient w.r.t. the convolution from what was saved for backward and the
// gradient w.r.t. the block's result, of type Gradient. A thread has 16 bytes of the channels of
// one pooling window.
template <typename Operand, int kSide, typename Gradient>
class GradientPatches {
 public:
  using Stored = typename Operand::Stored;

  __device__ inline GradientPatches(int images, const float* scale, const float* shift,
                                    const Stored* convolution, const float* mean,
                                    const float* inverseStd, const Gradient* dstGradient,
                                    float* scratch)
      : scale_(scale),
        shift_(shift),
        convolution_(convolution),
        mean_(mean),
        inverseStd_(inverseStd),
        dstGradient_(dstGradient),
        scratch_(scratch),
        ofImage_(static_cast<int>(blockIdx.x) * Patch<kSide>::kImages + image()),
        exists_(ofImage_ < images) {}

  __device__ inline void first(float* patch) {
    load(0);
    sum();
    __syncthreads();
    put(patch);
  }

  // Loads early, so that memory answers while tensor cores work.
  __device__ inline void begin(int tap, int chunk, float*) {
    if (tap == 0) load(chunk);
  }

  __device__ inline void end(int tap, float* patch) {
    if (tap == 4) sum();
    if (tap == 5) put(patch);
  }

 private:
  static constexpr int kPerWord = Operand::kPerWord;
  static constexpr int kOwn = 4 * kPerWord;                      // channels of the thread
  static constexpr int kWindows = kSide / 2;                     // along a side
  static constexpr int kWarpsOfImage = kWindows * kWindows / 8;  // a warp has 8 windows

  static __device__ inline int thread() { return static_cast<int>(threadIdx.x); }
  static __device__ inline int image() { return thread() / 4 / (kWindows * kWindows); }
  static __device__ inline int y() { return thread() / 4 / kWindows % kWindows * 2; }
  static __device__ inline int x() { return thread() / 4 % kWindows * 2; }

  __device__ inline void load(int chunk) {
    channel_ = (chunk * 4 + thread() % 4) * kOwn;
    if (!exists_) return;
    const long long window =
        (static_cast<long long>(ofImage_) * kWindows + y() / 2) * kWindows + x() / 2;
#pragma unroll
    for (int c = 0; c < kOwn; ++c)
      gradient_[c] = 0.25f * loaded(dstGradient_ + window * kWidth + channel_ + c);
#pragma unroll
    for (int p = 0; p < 4; ++p) {
      const long long pixel =
          (static_cast<long long>(ofImage_) * kSide + y() + p / 2) * kSide + x() + p % 2;
      words_[p] = *reinterpret_cast<const uint4*>(convolution_ + pixel * kWidth + channel_);
    }
  }

  // The convolution of pixel p of the window, channel c of the thread.
  __device__ inline float value(int p, int c) const {
    const int at = c / kPerWord;
    const unsigned word = at == 0   ? words_[p].x
                          : at == 1 ? words_[p].y
                          : at == 2 ? words_[p].z
                                    : words_[p].w;
    return kPerWord == 1 ? __uint_as_float(word) : unpackedBf16(word, c % kPerWord);
  }

  // What normalisation did to a channel of the image.
  struct Channel {
    float average, inverse, factor, shift;
  };

  __device__ inline Channel channel(int c) const {
    if (!exists_) return {0, 0, 0, 0};
    const long long statistic = static_cast<long long>(ofImage_) * kWidth + channel_ + c;
    const float inverse = inverseStd_[statistic];
    return {mean_[statistic], inverse, scale_[channel_ + c] * inverse, shift_[channel_ + c]};
  }

  // The gradient passes where the activation was positive.
  __device__ inline float masked(const Channel& own, int p, int c) const {
    return (value(p, c) - own.average) * own.factor + own.shift <= 0 ? 0.0f : gradient_[c];
  }

  // Sums over each warp's windows, for the channels of each quarter: scratch [8 warps, 4, kOwn, 2].
  __device__ inline void sum() {
#pragma unroll
    for (int c = 0; c < kOwn; ++c) {
      const Channel own = channel(c);
      float gradients = 0, products = 0;
      if (exists_)
#pragma unroll
        for (int p = 0; p < 4; ++p) {
          const float g = masked(own, p, c);
          gradients += g;
          products += g * (value(p, c) - own.average);
        }
      gradients = sumOverGroups(gradients);
      products = sumOverGroups(products);
      if (thread() % 32 < 4) {
        float* to = scratch_ + ((thread() / 32 * 4 + thread() % 4) * kOwn + c) * 2;
        to[0] = gradients;
        to[1] = products;
      }
    }
  }

  __device__ inline void put(float* patch) const {
    if (!exists_) return;  // stays 0
    constexpr float kShare = 1.0f / (kSide * kSide);
    unsigned result[4][4];
#pragma unroll
    for (int word = 0; word < 4; ++word) {
      float ofWord[4][kPerWord];
#pragma unroll
      for (int i = 0; i < kPerWord; ++i) {
        const int c = word * kPerWord + i;
        const Channel own = channel(c);
        float gradients = 0, products = 0;
#pragma unroll
        for (int warp = 0; warp < kWarpsOfImage; ++warp) {
          const float* from =
              scratch_ + (((image() * kWarpsOfImage + warp) * 4 + thread() % 4) * kOwn + c) * 2;
          gradients += from[0];
          products += from[1];
        }
        const float constant = own.factor * gradients * kShare;
        const float centredPart = own.factor * own.inverse * (products * own.inverse) * kShare;
#pragma unroll
        for (int p = 0; p < 4; ++p)
          ofWord[p][i] = (own.factor * masked(own, p, c) - constant) -
                         (value(p, c) - own.average) * centredPart;
      }
#pragma unroll
      for (int p = 0; p < 4; ++p)
        result[p][word] = kPerWord == 1 ? __float_as_uint(roundedToTf32(ofWord[p][0]))
                                        : packedBf16(ofWord[p][0], ofWord[p][kPerWord - 1]);
    }
    float* to = patch + Patch<kSide>::offset(image(), y(), x()) + thread() % 4 * 4;
#pragma unroll
    for (int p = 0; p < 4; ++p)
      *reinterpret_cast<uint4*>(to + (p / 2 * Patch<kSide>::kPadded + p % 2) * kPatchPitch) =
          make_uint4(result[p][0], result[p][1], result[p][2], result[p][3]);
  }

  const float *scale_, *shift_;
  const Stored* convolution_;
  const float *mean_, *inverseStd_;
  const Gradient* dstGradient_;
  float* scratch_;
  int ofImage_;
  bool exists_;
  int channel_ = 0;
  float gradient_[kOwn] = {};
  uint4 words_[4] = {};
};

// Gradient: the type of dstGradient.
template <typename Operand, int kSide, typename Gradient>
__device__ inline void backwardBlock(int images, const float* weight, const float* scale,
                                     const float* shift,
                                     const typename Operand::Stored* convolution, const float* mean,
                                     const float* inverseStd, const Gradient* dstGradient,
                                     typename Operand::Stored* srcGradient, float* shared) {
  GradientPatches<Operand, kSide, Gradient> source(images, scale, shift, convolution, mean,
                                                   inverseStd, dstGradient,
                                                   shared + kConvFloats<Operand, kSide, true>);
  ConvSums sums;
  multiplyConvolution<Operand, kSide, true>(source, weight, shared, sums);
  const WarpPlace own;
  const int image =
      static_cast<int>(blockIdx.x) * Patch<kSide>::kImages + FragmentPixel<kSide>(own, 0, 0).image;
  if (image >= images) return;
  forOwnPixels<kSide>(own, image, [&](int i, int half, long long pixel) {
#pragma unroll
    for (int j = 0; j < 8; ++j)
      storePair(srcGradient + pixel * kWidth + own.channel(j), sums.of[i][j].value[2 * half],
                sums.of[i][j].value[2 * half + 1]);
  });
}
