// Convolution of square windows and its gradient w.r.t. the input as implicit matrix products on
// tensor cores: what is copied of images and filters; tensor_tile.cuh multiplies.
//
// Operands are counted in pieces of 16 bytes, fewer than 2^31 of them. Offsets are unsigned and may
// wrap on their way: those in the padding are not read.
#pragma once

#include "convolution.cuh"
#include "tensor_tile.cuh"

template <typename Operand>
__device__ inline int piecesOf(int channels) {
  constexpr int kInPiece = kPieceWords * Operand::kPerWord;
  return (channels + kInPiece - 1) / kInPiece;
}

__device__ inline bool isInside(int at, int size) {
  return static_cast<unsigned>(at) < static_cast<unsigned>(size);
}

// The taps that pixels of one class see: those of a gradient w.r.t. the input have the same
// remainder of (pixel + padding) / stride, and the others none of them.
struct Taps {
  int countY, countX;
  int firstY, firstX, step;  // in the filter

  __device__ inline int of(int ky, int kx, int kernel) const {
    return (firstY + ky * step) * kernel + firstX + kx * step;
  }
};

// The images that a product reads, [images, height, width, pieces].
struct OperandImages {
  const uint4* data;
  int height, width, pieces;

  __device__ inline unsigned offset(int image, int y, int x) const {
    const unsigned row =
        static_cast<unsigned>(image) * static_cast<unsigned>(height) + static_cast<unsigned>(y);
    return (row * static_cast<unsigned>(width) + static_cast<unsigned>(x)) *
           static_cast<unsigned>(pieces);
  }
};

// Left: for each row of the product the pixel at (y, x) moved by kDirection for each tap; right: a
// filter [columns, kernel, kernel, pieces]. Inner: (tap, piece).
template <int kDirection>
struct WindowSource {
  static constexpr int kRows = kTensorRows / AlongInner::kRowsAtOnce;        // of a thread
  static constexpr int kColumns = kTensorColumns / AlongInner::kRowsAtOnce;  // of a thread
  static constexpr int kFarAway = 1 << 20;                                   // from every image

  OperandImages images;
  const uint4* filter;
  Taps taps;
  int kernel;
  int column, columns;        // the thread's first, all
  int ky = 0, kx = 0, piece;  // the thread's of the next chunk
  unsigned offset[kRows];     // of the pixel before the first tap
  int y[kRows], x[kRows];

  // placeOf(row): that pixel of a row of the tile, noPixel() if there is no such row.
  template <typename PlaceOf>
  __device__ inline WindowSource(const OperandImages& operand, const uint4* filters,
                                 const Taps& seen, int kernelSide, int firstColumn, int allColumns,
                                 const PlaceOf& placeOf)
      : images(operand),
        filter(filters),
        taps(seen),
        kernel(kernelSide),
        column(firstColumn + ownRow()),
        columns(allColumns),
        piece(ownPiece()) {
#pragma unroll
    for (int i = 0; i < kRows; ++i) {
      const PixelPlace place = placeOf(ownRow() + i * AlongInner::kRowsAtOnce);
      y[i] = place.y;
      x[i] = place.x;
      offset[i] = images.offset(place.image, place.y, place.x);
    }
    skipTaps();
  }

  static __device__ inline PixelPlace noPixel() {
    PixelPlace place(0, 1, 1);
    place.y = -kFarAway;
    return place;
  }

  static __device__ inline int ownRow() {
    return static_cast<int>(threadIdx.x) / AlongInner::kPieces;
  }
  static __device__ inline int ownPiece() {
    return static_cast<int>(threadIdx.x) % AlongInner::kPieces;
  }

  // Pieces beyond the channels of a tap are those of the next.
  __device__ inline void skipTaps() {
    while (piece >= images.pieces && ky < taps.countY) {
      piece -= images.pieces;
      if (++kx == taps.countX) {
        kx = 0;
        ++ky;
      }
    }
  }

  __device__ inline void copy(unsigned* stage) {
    const bool more = ky < taps.countY;
    const int moveY = more ? kDirection * ky : 2 * kFarAway, moveX = kDirection * kx;
    const unsigned move = images.offset(0, moveY, moveX) + static_cast<unsigned>(piece);
    unsigned* const to = stage + AlongInner::offset(ownRow(), ownPiece());
#pragma unroll
    for (int i = 0; i < kRows; ++i)
      copyPieceAsync(to + i * AlongInner::kRowsAtOnce * kChunkWords,
                     images.data + (offset[i] + move),
                     isInside(y[i] + moveY, images.height) && isInside(x[i] + moveX, images.width));
    const int existing = more ? columns : 0;
    const int inColumn = taps.of(ky, kx, kernel) * images.pieces + piece;
#pragma unroll
    for (int i = 0; i < kColumns; ++i) {
      const int at = column + i * AlongInner::kRowsAtOnce;
      copyPieceAsync(
          to + (kTensorRows + i * AlongInner::kRowsAtOnce) * kChunkWords,
          filter + static_cast<unsigned>(at * kernel * kernel * images.pieces + inColumn),
          at < existing);
    }
    piece += AlongInner::kPieces;
    skipTaps();
  }
};

// bias: [dstChannels], null for none.
__device__ inline float biasOf(const float* bias, int channel, int channels) {
  return bias != nullptr && channel < channels ? bias[channel] : 0.0f;
}

template <typename Operand>
__device__ inline void tensorConvolutionForward(const ConvolutionShape& shape, const uint4* filter,
                                                const float* bias, const uint4* src, float* dst,
                                                unsigned* shared) {
  const int firstPixel = static_cast<int>(blockIdx.x) * kTensorRows;
  const int firstChannel = static_cast<int>(blockIdx.y) * kTensorColumns;
  const OperandImages images = {src, shape.height, shape.width, piecesOf<Operand>(shape.channels)};
  const Taps taps = {shape.kernel, shape.kernel, 0, 0, 1};
  WindowSource<1> source(images, filter, taps, shape.kernel, firstChannel, shape.dstChannels,
                         [&](int row) {
                           if (firstPixel + row >= shape.pixels) return WindowSource<1>::noPixel();
                           PixelPlace place(firstPixel + row, shape.dstHeight, shape.dstWidth);
                           place.y = place.y * shape.stride - shape.padding;
                           place.x = place.x * shape.stride - shape.padding;
                           return place;
                         });
  const int pieces = shape.kernel * shape.kernel * images.pieces;
  TensorSums sums;
  multiplyTensorTile<Operand, AlongInner>(
      source, (pieces + AlongInner::kPieces - 1) / AlongInner::kPieces, shared, sums);
  storeSums(
      sums, firstChannel, shape.dstChannels,
      [&](int row, const auto& use) {
        const int pixel = firstPixel + row;
        if (pixel < shape.pixels) use(dst + static_cast<long long>(pixel) * shape.dstChannels);
      },
      [&](float sum, int channel) { return sum + biasOf(bias, channel, shape.dstChannels); });
}

// The source pixels y = offsetY + a stride, x = offsetX + b stride of all images, and what they
// see.
struct PixelClass {
  const ConvolutionShape& shape;
  int offsetY, offsetX, height, width, pixels;
  Taps taps;

  __device__ inline PixelClass(const ConvolutionShape& convolution, int number)
      : shape(convolution),
        offsetY(number / shape.stride),
        offsetX(number % shape.stride),
        height((shape.height - offsetY + shape.stride - 1) / shape.stride),
        width((shape.width - offsetX + shape.stride - 1) / shape.stride),
        pixels(shape.pixels / (shape.height * shape.width) * height * width) {
    taps.firstY = (offsetY + shape.padding) % shape.stride;
    taps.firstX = (offsetX + shape.padding) % shape.stride;
    taps.countY = (shape.kernel - taps.firstY + shape.stride - 1) / shape.stride;
    taps.countX = (shape.kernel - taps.firstX + shape.stride - 1) / shape.stride;
    taps.step = shape.stride;
  }

  // The result pixel whose window has the pixel at its first tap.
  __device__ inline PixelPlace window(int pixel) const {
    PixelPlace place(pixel, height, width);
    place.y += (offsetY + shape.padding - taps.firstY) / shape.stride;
    place.x += (offsetX + shape.padding - taps.firstX) / shape.stride;
    return place;
  }

  __device__ inline long long sourcePixel(int pixel) const {
    const PixelPlace place(pixel, height, width);
    return (static_cast<long long>(place.image) * shape.height + offsetY + place.y * shape.stride) *
               shape.width +
           offsetX + place.x * shape.stride;
  }
};

template <typename Operand>
__device__ inline void tensorConvolutionBackwardInput(const ConvolutionShape& shape,
                                                      const uint4* filter, const uint4* dstGradient,
                                                      float* srcGradient, unsigned* shared) {
  const PixelClass pixels(shape, static_cast<int>(blockIdx.z));
  const int firstPixel = static_cast<int>(blockIdx.x) * kTensorRows;
  if (firstPixel >= pixels.pixels) return;
  const int firstChannel = static_cast<int>(blockIdx.y) * kTensorColumns;
  const OperandImages images = {dstGradient, shape.dstHeight, shape.dstWidth,
                                piecesOf<Operand>(shape.dstChannels)};
  WindowSource<-1> source(
      images, filter, pixels.taps, shape.kernel, firstChannel, shape.channels, [&](int row) {
        return firstPixel + row < pixels.pixels ? pixels.window(firstPixel + row)
                                                : WindowSource<-1>::noPixel();
      });
  const int pieces = pixels.taps.countY * pixels.taps.countX * images.pieces;
  TensorSums sums;
  multiplyTensorTile<Operand, AlongInner>(
      source, (pieces + AlongInner::kPieces - 1) / AlongInner::kPieces, shared, sums);
  storeSums(
      sums, firstChannel, shape.channels,
      [&](int row, const auto& use) {
        const int pixel = firstPixel + row;
        if (pixel < pixels.pixels) use(srcGradient + pixels.sourcePixel(pixel) * shape.channels);
      },
      PlainSum());
}
