// A whole conv block of 128 to 128 channels in one kernel, for images of 16 x 16 and 8 x 8: 3x3
// convolution of padding 1 on tensor cores, instance normalisation, affine, ReLU, 2x2 average
// pooling; and its gradient w.r.t. its input. See Device.convBlockForward and convBlockBackward in
// Java, conv_tile.cuh and instance_norm.cuh.
//
//   src [images, side, side, 128], dst [images, side / 2, side / 2, 128], weight [3, 3, 128, 128];
//   of the images from firstKept on: convolution [kept, side, side, 128], mean, inverseStd
//   [kept, 128]. Results are overwritten.
//
// The convolution stays in registers from the first product to the pooled result. The backward pass
// makes the gradient w.r.t. the convolution chunk by chunk on the way into shared memory, so that
// it is never stored. Blocks: x over tiles of 256 pixels, one image or four.
#include "conv_tile.cuh"
#include "instance_norm.cuh"

namespace {

// Copies the patches of a source tensor.
template <int kSide>
struct ImagePatches {
  const float* src;  // first pixel of the block
  int pixels;        // that exist

  // What a thread copies: four channels of so many pixels.
  template <typename Use>
  __device__ inline void each(float* patch, const Use& use) const {
#pragma unroll
    for (int copy = 0; copy < kTilePixels * kChunk / 4 / kConvThreads; ++copy) {
      const int thread = static_cast<int>(threadIdx.x);
      const int pixel = thread / 4 + copy * (kConvThreads / 4), channel = thread % 4 * 4;
      if (pixel >= pixels) continue;  // stays 0
      const int image = pixel / (kSide * kSide), inImage = pixel % (kSide * kSide);
      use(patch + Patch<kSide>::offset(image, inImage / kSide, inImage % kSide) + channel,
          src + pixel * kWidth + channel);
    }
  }

  __device__ inline void copy(int chunk, float* patch) const {
    each(patch, [chunk](float* to, const float* from) { copyAsync(to, from + chunk * kChunk); });
  }

  __device__ inline void round(float* patch) const {
    each(patch, [](float* to, const float*) { roundInPlace(to); });
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

// Sums a value over the 8 lanes that have the same channels.
__device__ inline float sumOverGroups(float value) {
  value += __shfl_xor_sync(0xffffffffu, value, 4);
  value += __shfl_xor_sync(0xffffffffu, value, 8);
  return value + __shfl_xor_sync(0xffffffffu, value, 16);
}

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

// Normalises, pools and writes one channel fragment; keeps the convolution where asked for.
template <int kSide>
__device__ inline void finishFragment(const WarpPlace& own, const ConvSums& sums, int j,
                                      const float* statistics, const float* scale,
                                      const float* shift, int image, int kept, float* dst,
                                      float* convolution, float* mean, float* inverseStd) {
  constexpr float kShare = 1.0f / (kSide * kSide);
  const int channel = own.channel(j);
  float average[2], inverse[2], factor[2], added[2];
#pragma unroll
  for (int c = 0; c < 2; ++c) {
    average[c] = kShare * sumOfImage<kSide>(statistics, own.pixelWarp, channel + c);
    const float variance =
        kShare * sumOfImage<kSide>(statistics + 4 * kWidth, own.pixelWarp, channel + c);
    inverse[c] = 1.0f / sqrtf(variance + kNormEpsilon);
    factor[c] = scale[channel + c] * inverse[c];
    added[c] = shift[channel + c];
  }
  if (kept >= 0) {
    if (own.group == 0 && (kSide == 8 || own.pixelWarp == 0))
#pragma unroll
      for (int c = 0; c < 2; ++c) {
        mean[kept * kWidth + channel + c] = average[c];
        inverseStd[kept * kWidth + channel + c] = inverse[c];
      }
#pragma unroll
    for (int i = 0; i < 4; ++i)
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        const FragmentPixel<kSide> at(own, i, half);
        const long long pixel = (static_cast<long long>(kept) * kSide + at.y) * kSide + at.x;
        *reinterpret_cast<float2*>(convolution + pixel * kWidth + channel) =
            make_float2(sums.of[i][j].value[2 * half], sums.of[i][j].value[2 * half + 1]);
      }
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
    *reinterpret_cast<float2*>(dst + pooled * kWidth + channel) =
        make_float2(odd ? window[1][0] : window[0][0], odd ? window[1][1] : window[0][1]);
  }
}

template <int kSide>
__device__ inline void forwardBlock(int images, int firstKept, const float* weight,
                                    const float* scale, const float* shift, const float* src,
                                    float* dst, float* convolution, float* mean, float* inverseStd,
                                    float* shared) {
  const int firstImage = static_cast<int>(blockIdx.x) * Patch<kSide>::kImages;
  ImagePatches<kSide> source = {
      src + static_cast<long long>(firstImage) * Patch<kSide>::kPixels * kWidth,
      (images - firstImage) * Patch<kSide>::kPixels};
  ConvSums sums;
  multiplyConvolution<kSide, false>(source, weight, shared, sums);
  const WarpPlace own;
  float* const statistics = shared + 2 * Patch<kSide>::kFloats + 2 * kWeightFloats<kSide, false>;
  sumStatistics<kSide>(own, sums, statistics);
  const int image = firstImage + FragmentPixel<kSide>(own, 0, 0).image;
  if (image >= images) return;  // whole warps, and there is no barrier any more
#pragma unroll
  for (int j = 0; j < 8; ++j)
    finishFragment<kSide>(own, sums, j, statistics, scale, shift, image, image - firstKept, dst,
                          convolution, mean, inverseStd);
}

// Makes the gradient w.r.t. the convolution from that w.r.t. the block's result. A thread has four
// channels of one pooling window.
template <int kSide>
class GradientPatches {
 public:
  __device__ inline GradientPatches(int images, const float* scale, const float* shift,
                                    const float* convolution, const float* mean,
                                    const float* inverseStd, const float* dstGradient,
                                    float* scratch)
      : scale_(scale),
        shift_(shift),
        convolution_(convolution),
        mean_(mean),
        inverseStd_(inverseStd),
        dstGradient_(dstGradient),
        scratch_(scratch),
        firstImage_(static_cast<int>(blockIdx.x) * Patch<kSide>::kImages),
        exists_(firstImage_ + image() < images) {}

  __device__ inline void first(float* patch) {
    load(0);
    sum();
    __syncthreads();
    store(patch);
  }

  // Loads early, so that memory answers while tensor cores work.
  __device__ inline void begin(int tap, int chunk, float*) {
    if (tap == 0) load(chunk);
  }

  __device__ inline void end(int tap, float* patch) {
    if (tap == 4) sum();
    if (tap == 5) store(patch);
  }

 private:
  static constexpr int kWindows = kSide / 2;                     // along a side
  static constexpr int kWarpsOfImage = kWindows * kWindows / 8;  // a warp has 8 windows

  static __device__ inline int thread() { return static_cast<int>(threadIdx.x); }
  static __device__ inline int image() { return thread() / 4 / (kWindows * kWindows); }
  static __device__ inline int y() { return thread() / 4 / kWindows % kWindows * 2; }
  static __device__ inline int x() { return thread() / 4 % kWindows * 2; }

  __device__ inline void load(int chunk) {
    channel_ = chunk * kChunk + thread() % 4 * 4;
    if (!exists_) return;
    const long long ofImage = firstImage_ + image();
    read(mean_ + ofImage * kWidth + channel_, average_);
    read(inverseStd_ + ofImage * kWidth + channel_, inverse_);
    const long long window = (ofImage * kWindows + y() / 2) * kWindows + x() / 2;
    read(dstGradient_ + window * kWidth + channel_, gradient_);
#pragma unroll
    for (int p = 0; p < 4; ++p) {
      const long long pixel = (ofImage * kSide + y() + p / 2) * kSide + x() + p % 2;
      read(convolution_ + pixel * kWidth + channel_, values_[p]);
    }
  }

  static __device__ inline void read(const float* from, float (&to)[4]) {
    const float4 four = *reinterpret_cast<const float4*>(from);
    to[0] = four.x;
    to[1] = four.y;
    to[2] = four.z;
    to[3] = four.w;
  }

  __device__ inline float factor(int c) const { return scale_[channel_ + c] * inverse_[c]; }

  // The gradient passes where the activation was positive.
  __device__ inline float masked(int p, int c) const {
    const float centred = values_[p][c] - average_[c];
    return centred * factor(c) + shift_[channel_ + c] <= 0 ? 0.0f : 0.25f * gradient_[c];
  }

  // Sums over each warp's windows, for the channels of each quarter: scratch [8 warps, 4, 8].
  __device__ inline void sum() {
#pragma unroll
    for (int c = 0; c < 4; ++c) {
      float gradients = 0, products = 0;
      if (exists_)
#pragma unroll
        for (int p = 0; p < 4; ++p) {
          const float g = masked(p, c);
          gradients += g;
          products += g * (values_[p][c] - average_[c]);
        }
      gradients = sumOverGroups(gradients);
      products = sumOverGroups(products);
      if (thread() % 32 < 4) {
        float* to = scratch_ + (thread() / 32 * 4 + thread() % 4) * 8 + 2 * c;
        to[0] = gradients;
        to[1] = products;
      }
    }
  }

  __device__ inline void store(float* patch) const {
    constexpr float kShare = 1.0f / (kSide * kSide);
    float* to = patch + Patch<kSide>::offset(image(), y(), x()) + thread() % 4 * 4;
    float result[4][4];
#pragma unroll
    for (int c = 0; c < 4; ++c) {
      float gradients = 0, products = 0;
#pragma unroll
      for (int warp = 0; warp < kWarpsOfImage; ++warp) {
        const float* from =
            scratch_ + ((image() * kWarpsOfImage + warp) * 4 + thread() % 4) * 8 + 2 * c;
        gradients += from[0];
        products += from[1];
      }
      const float constant = factor(c) * gradients * kShare;
      const float centredPart = factor(c) * inverse_[c] * (products * inverse_[c]) * kShare;
#pragma unroll
      for (int p = 0; p < 4; ++p)
        result[p][c] = roundedToTf32((factor(c) * masked(p, c) - constant) -
                                     (values_[p][c] - average_[c]) * centredPart);
    }
    if (!exists_) return;  // stays 0
#pragma unroll
    for (int p = 0; p < 4; ++p)
      *reinterpret_cast<float4*>(to + (p / 2 * Patch<kSide>::kPadded + p % 2) * kPitch) =
          make_float4(result[p][0], result[p][1], result[p][2], result[p][3]);
  }

  const float *scale_, *shift_, *convolution_, *mean_, *inverseStd_, *dstGradient_;
  float* scratch_;
  int firstImage_;
  bool exists_;
  int channel_ = 0;
  float average_[4] = {}, inverse_[4] = {}, gradient_[4] = {}, values_[4][4] = {};
};

template <int kSide>
__device__ inline void backwardBlock(int images, const float* weight, const float* scale,
                                     const float* shift, const float* convolution,
                                     const float* mean, const float* inverseStd,
                                     const float* dstGradient, float* srcGradient, float* shared) {
  float* const scratch = shared + 2 * Patch<kSide>::kFloats + 2 * kWeightFloats<kSide, true>;
  GradientPatches<kSide> source(images, scale, shift, convolution, mean, inverseStd, dstGradient,
                                scratch);
  ConvSums sums;
  multiplyConvolution<kSide, true>(source, weight, shared, sums);
  const WarpPlace own;
  const int image =
      static_cast<int>(blockIdx.x) * Patch<kSide>::kImages + FragmentPixel<kSide>(own, 0, 0).image;
  if (image >= images) return;
#pragma unroll
  for (int i = 0; i < 4; ++i)
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const FragmentPixel<kSide> at(own, i, half);
      const long long pixel = (static_cast<long long>(image) * kSide + at.y) * kSide + at.x;
#pragma unroll
      for (int j = 0; j < 8; ++j)
        *reinterpret_cast<float2*>(srcGradient + pixel * kWidth + own.channel(j)) =
            make_float2(sums.of[i][j].value[2 * half], sums.of[i][j].value[2 * half + 1]);
    }
}

}  // namespace

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockForward16(int images, int firstKept, const float* __restrict__ weight,
                       const float* __restrict__ scale, const float* __restrict__ shift,
                       const float* __restrict__ src, float* __restrict__ dst,
                       float* __restrict__ convolution, float* __restrict__ mean,
                       float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, shared);
  forwardBlock<16>(images, firstKept, weight, scale, shift, src, dst, convolution, mean, inverseStd,
                   shared);
}

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockForward8(int images, int firstKept, const float* __restrict__ weight,
                      const float* __restrict__ scale, const float* __restrict__ shift,
                      const float* __restrict__ src, float* __restrict__ dst,
                      float* __restrict__ convolution, float* __restrict__ mean,
                      float* __restrict__ inverseStd) {
  ECHODC_SHARED(float, shared);
  forwardBlock<8>(images, firstKept, weight, scale, shift, src, dst, convolution, mean, inverseStd,
                  shared);
}

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockBackward16(int images, const float* __restrict__ weight,
                        const float* __restrict__ scale, const float* __restrict__ shift,
                        const float* __restrict__ convolution, const float* __restrict__ mean,
                        const float* __restrict__ inverseStd, const float* __restrict__ dstGradient,
                        float* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  backwardBlock<16>(images, weight, scale, shift, convolution, mean, inverseStd, dstGradient,
                    srcGradient, shared);
}

extern "C" __global__ void __launch_bounds__(kConvThreads, 1)
    convBlockBackward8(int images, const float* __restrict__ weight,
                       const float* __restrict__ scale, const float* __restrict__ shift,
                       const float* __restrict__ convolution, const float* __restrict__ mean,
                       const float* __restrict__ inverseStd, const float* __restrict__ dstGradient,
                       float* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  backwardBlock<8>(images, weight, scale, shift, convolution, mean, inverseStd, dstGradient,
                   srcGradient, shared);
}
