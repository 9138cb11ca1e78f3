// Convolution of square windows, and its gradient w.r.t. its input. See Convolution and
// Convolution.BackwardInput in Java.
//
//   src [images, height, width, channels], weight [kernel, kernel, channels, dstChannels],
//   dst [images, dstHeight, dstWidth, dstChannels], all NHWC; results are overwritten.
//
// Both gather, so that every result is written once: a tile is 64 pixels by 64 channels.
#include "convolution.cuh"

namespace {

// weight[(tap, dst channel)] for one source channel: the transposed weight matrix, read in place.
struct TransposedWeight {
  const float* weight;  // of this source channel
  int channels, dstChannels;
  int size;  // taps * dstChannels, 0 for a channel that does not exist

  __device__ inline const float* ofTap(int tap) const {
    return weight + static_cast<long long>(tap) * channels * dstChannels;
  }

  __device__ inline float at(int inner) const {
    if (inner >= size) return 0;
    const int tap = inner / dstChannels;
    return ofTap(tap)[inner - tap * dstChannels];
  }

  __device__ inline float4 operator()(int inner) const {
    if (dstChannels % 4 != 0)
      return make_float4(at(inner), at(inner + 1), at(inner + 2), at(inner + 3));
    if (inner >= size) return make_float4(0, 0, 0, 0);
    const int tap = inner / dstChannels;
    return loadUpToFour(ofTap(tap) + (inner - tap * dstChannels), 4);
  }
};

}  // namespace

// Blocks: x over pixels, y over dstChannels. bias: [dstChannels], null for none.
extern "C" __global__ void __launch_bounds__(kTileThreads)
    convolutionForward(int pixels, int height, int width, int channels, int dstHeight, int dstWidth,
                       int dstChannels, int kernel, int stride, int padding,
                       const float* __restrict__ weight, const float* __restrict__ bias,
                       const float* __restrict__ src, float* __restrict__ dst) {
  ECHODC_SHARED(float, shared);
  const ConvolutionShape shape = {pixels,   height,      width,  channels, dstHeight,
                                  dstWidth, dstChannels, kernel, stride,   padding};
  const int firstPixel = static_cast<int>(blockIdx.x) * kTileSide;
  const int firstChannel = static_cast<int>(blockIdx.y) * kTileSide;
  const int size = kernel * kernel * channels;
  const int pixel = firstPixel + TileShare<true>::outer();
  const int channel = firstChannel + TileShare<false>::outer();
  const WindowRow<ForwardWindow> left = {ForwardWindow(shape, src, min(pixel, pixels - 1)),
                                         pixel < pixels ? size : 0};
  const MatrixColumns right = {weight + channel, dstChannels - channel, size, dstChannels};
  float sums[4][4];
  multiplyTile<true, false>(0, size, left, right, shared, sums);
  storeTile(sums, firstPixel, firstChannel, pixels, dstChannels, bias, dst);
}

// Blocks: x over source pixels, y over source channels.
extern "C" __global__ void __launch_bounds__(kTileThreads)
    convolutionBackwardInput(int pixels, int height, int width, int channels, int dstHeight,
                             int dstWidth, int dstChannels, int kernel, int stride, int padding,
                             const float* __restrict__ weight,
                             const float* __restrict__ dstGradient,
                             float* __restrict__ srcGradient) {
  ECHODC_SHARED(float, shared);
  const ConvolutionShape shape = {pixels,   height,      width,  channels, dstHeight,
                                  dstWidth, dstChannels, kernel, stride,   padding};
  const int firstPixel = static_cast<int>(blockIdx.x) * kTileSide;
  const int firstChannel = static_cast<int>(blockIdx.y) * kTileSide;
  const int size = kernel * kernel * dstChannels;
  const int pixel = firstPixel + TileShare<true>::outer();
  const int channel = firstChannel + TileShare<true>::outer();
  const WindowRow<BackwardWindow> left = {
      BackwardWindow(shape, dstGradient, min(pixel, pixels - 1)), pixel < pixels ? size : 0};
  const TransposedWeight right = {weight + static_cast<long long>(channel) * dstChannels, channels,
                                  dstChannels, channel < channels ? size : 0};
  float sums[4][4];
  multiplyTile<true, true>(0, size, left, right, shared, sums);
  storeTile(sums, firstPixel, firstChannel, pixels, channels, nullptr, srcGradient);
}
