// The convolution as a matrix product over its windows (implicit GEMM): what of an image each
// position of a window reads.
#pragma once

#include "matrix_tile.cuh"

struct ConvolutionShape {
  int pixels;  // of the result, over all images; of the source for the gradient w.r.t. it
  int height, width, channels;           // source
  int dstHeight, dstWidth, dstChannels;  // result
  int kernel, stride, padding;
};

// A pixel among those of all images.
struct PixelPlace {
  int image, y, x;

  __device__ inline PixelPlace(int pixel, int height, int width) {
    const int row = pixel / width;
    x = pixel - row * width;
    image = row / height;
    y = row - image * height;
  }
};

// The source pixels under the window of one result pixel.
struct ForwardWindow {
  const float* image;
  int y, x;  // of the window's corner
  int height, width, channels, kernel;

  __device__ inline ForwardWindow(const ConvolutionShape& shape, const float* src, int pixel)
      : height(shape.height), width(shape.width), channels(shape.channels), kernel(shape.kernel) {
    const PixelPlace place(pixel, shape.dstHeight, shape.dstWidth);
    image = src + static_cast<long long>(place.image) * height * width * channels;
    y = place.y * shape.stride - shape.padding;
    x = place.x * shape.stride - shape.padding;
  }

  // Channel 0 of the pixel, null in the padding.
  __device__ inline const float* at(int tap) const { return at(tap / kernel, tap % kernel); }

  __device__ inline const float* at(int ky, int kx) const {
    const int fromY = y + ky, fromX = x + kx;
    if (fromY < 0 || fromY >= height || fromX < 0 || fromX >= width) return nullptr;
    return image + (static_cast<long long>(fromY) * width + fromX) * channels;
  }
};

// The result pixels whose windows hold one source pixel.
struct BackwardWindow {
  const float* image;
  int y, x;  // of the source pixel, the padding included
  int height, width, channels, kernel, stride;

  __device__ inline BackwardWindow(const ConvolutionShape& shape, const float* dstGradient,
                                   int pixel)
      : height(shape.dstHeight),
        width(shape.dstWidth),
        channels(shape.dstChannels),
        kernel(shape.kernel),
        stride(shape.stride) {
    const PixelPlace place(pixel, shape.height, shape.width);
    image = dstGradient + static_cast<long long>(place.image) * height * width * channels;
    y = place.y + shape.padding;
    x = place.x + shape.padding;
  }

  // Channel 0 of the pixel whose window has the source pixel at this tap, null if none has.
  __device__ inline const float* at(int tap) const {
    const int offsetY = y - tap / kernel, offsetX = x - tap % kernel;
    if (offsetY < 0 || offsetX < 0 || offsetY % stride != 0 || offsetX % stride != 0)
      return nullptr;
    const int fromY = offsetY / stride, fromX = offsetX / stride;
    if (fromY >= height || fromX >= width) return nullptr;
    return image + (static_cast<long long>(fromY) * width + fromX) * channels;
  }
};

// The operand along the inner dimension (tap, channel) that a window makes.
template <typename Window>
struct WindowRow {
  Window window;
  int size;  // taps * channels, 0 for a row outside the matrix

  __device__ inline float at(int inner) const {
    if (inner >= size) return 0;
    const int tap = inner / window.channels;
    const float* pixel = window.at(tap);
    return pixel ? pixel[inner - tap * window.channels] : 0.0f;
  }

  __device__ inline float4 operator()(int inner) const {
    if (window.channels % 4 != 0)
      return make_float4(at(inner), at(inner + 1), at(inner + 2), at(inner + 3));
    const int tap = inner / window.channels;
    const float* pixel = inner < size ? window.at(tap) : nullptr;
    return pixel ? loadUpToFour(pixel + (inner - tap * window.channels), 4)
                 : make_float4(0, 0, 0, 0);
  }
};
