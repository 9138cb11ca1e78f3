// Gradient of a convolution w.r.t. its weight. See Convolution.BackwardWeight in Java.
//
//   partial [chunks, kernel, kernel, channels, dstChannels], a workspace: sums over the chunks'
//   result pixels; column_sums.cu adds the chunks.
//
// A matrix product whose inner dimension is the pixels of all images. That is long and the result
// small, so it is split into chunks; they depend on the shape alone and are added in order.
#include "convolution.cuh"

namespace {

// The operand across the inner dimension: four elements (tap, channel) of the window of a pixel.
struct WindowElements {
  const ConvolutionShape& shape;
  const float* src;
  int ky[4], kx[4], channel[4];
  int available;

  __device__ inline WindowElements(const ConvolutionShape& convolution, const float* images,
                                   int first)
      : shape(convolution),
        src(images),
        available(convolution.kernel * convolution.kernel * convolution.channels - first) {
    for (int i = 0; i < 4; ++i) {
      const int tap = (first + i) / shape.channels;
      channel[i] = first + i - tap * shape.channels;
      ky[i] = tap / shape.kernel;
      kx[i] = tap - ky[i] * shape.kernel;
    }
  }

  __device__ inline float at(const ForwardWindow& window, int i) const {
    const float* pixel = i < available ? window.at(ky[i], kx[i]) : nullptr;
    return pixel ? pixel[channel[i]] : 0.0f;
  }

  __device__ inline float4 operator()(int pixel) const {
    if (pixel >= shape.pixels || available <= 0) return make_float4(0, 0, 0, 0);
    const ForwardWindow window(shape, src, pixel);
    if (shape.channels % 4 != 0)
      return make_float4(at(window, 0), at(window, 1), at(window, 2), at(window, 3));
    const float* from = window.at(ky[0], kx[0]);
    return from ? loadUpToFour(from + channel[0], 4) : make_float4(0, 0, 0, 0);
  }
};

}  // namespace

// Blocks: x over chunks of `chunk` pixels (a multiple of kTileInner), y over window elements, z
// over dstChannels.
extern "C" __global__ void __launch_bounds__(kTileThreads, 2)
    convolutionBackwardWeight(int pixels, int height, int width, int channels, int dstHeight,
                              int dstWidth, int dstChannels, int kernel, int stride, int padding,
                              int chunk, const float* __restrict__ src,
                              const float* __restrict__ dstGradient, float* __restrict__ partial) {
  ECHODC_SHARED(float, shared);
  const ConvolutionShape shape = {pixels,   height,      width,  channels, dstHeight,
                                  dstWidth, dstChannels, kernel, stride,   padding};
  const int elements = kernel * kernel * channels;
  const int firstElement = static_cast<int>(blockIdx.y) * kTileSide;
  const int firstChannel = static_cast<int>(blockIdx.z) * kTileSide;
  const int begin = static_cast<int>(blockIdx.x) * chunk;
  const int end = min(chunk, pixels - begin) + begin;
  const int channel = firstChannel + TileShare<false>::outer();
  const WindowElements left(shape, src, firstElement + TileShare<false>::outer());
  const MatrixColumns right = {dstGradient + channel, dstChannels - channel, pixels, dstChannels};
  float sums[4][4];
  multiplyTile<false, false>(begin, end, left, right, shared, sums);
  storeTile(sums, firstElement, firstChannel, elements, dstChannels, nullptr,
            partial + static_cast<long long>(blockIdx.x) * elements * dstChannels);
}
