// The gradient of a convolution w.r.t. its weight as an implicit matrix product on tensor cores, a
// part of the result's pixels at a time; convolution_tensor.cuh has the other passes.
#pragma once

#include "convolution_tensor.cuh"

// Left: a row for each (tap, channel), the source pixel under it; right: the gradient w.r.t. the
// result. Inner: the result's pixels.
template <typename Operand>
struct PixelSource {
  using Layout = AcrossInner<Operand>;
  static constexpr int kLeftPieces = kTensorRows / Layout::kInPiece;
  static constexpr int kRightPieces = kTensorColumns / Layout::kInPiece;
  static constexpr int kLeftAtOnce = kTensorThreads / kLeftPieces;  // pixels
  static constexpr int kRightAtOnce = kTensorThreads / kRightPieces;

  OperandImages images;
  const uint4* dstGradient;
  int pixels;                 // of the result
  int dstPieces, dstPiece;    // of a pixel of the result, the thread's
  unsigned piece;             // the thread's on the left
  int leftPixel, rightPixel;  // the next that the thread copies
  // Source pixel under leftPixel: y runs to endY and x to endX over rows that are spanY and spanX
  // long, in steps of stride; its image begins at row `top`.
  int stride, y, x, top, endY, endX, spanY, spanX, stepY, stepX, stepTop;

  __device__ inline PixelSource(const ConvolutionShape& shape, const OperandImages& operand,
                                const uint4* gradient, int firstRow, int firstColumn,
                                int firstPixel)
      : images(operand),
        dstGradient(gradient),
        pixels(shape.pixels),
        dstPieces(piecesOf<Operand>(shape.dstChannels)),
        dstPiece(firstColumn / Layout::kInPiece + thread() % kRightPieces),
        leftPixel(firstPixel + thread() / kLeftPieces),
        rightPixel(firstPixel + thread() / kRightPieces),
        stride(shape.stride),
        spanY(shape.dstHeight * stride),
        spanX(shape.dstWidth * stride) {
    const int row = firstRow / Layout::kInPiece + thread() % kLeftPieces;
    const int tap = row / images.pieces;
    piece = static_cast<unsigned>(row - tap * images.pieces);
    const int moveY = tap / shape.kernel - shape.padding,
              moveX = tap % shape.kernel - shape.padding;
    const PixelPlace first(leftPixel, shape.dstHeight, shape.dstWidth);
    const PixelPlace step(kLeftAtOnce, shape.dstHeight, shape.dstWidth);
    y = first.y * stride + moveY;
    x = first.x * stride + moveX;
    top = first.image * images.height;
    endY = spanY + moveY;
    endX = spanX + moveX;
    stepY = step.y * stride;
    stepX = step.x * stride;
    stepTop = step.image * images.height;
    if (tap >= shape.kernel * shape.kernel) leftPixel = pixels;  // nothing to copy
  }

  static __device__ inline int thread() { return static_cast<int>(threadIdx.x); }

  __device__ inline void copyLeft(unsigned* to) {
    copyPieceAsync(to, images.data + (images.offset(0, top + y, x) + piece),
                   leftPixel < pixels && isInside(y, images.height) && isInside(x, images.width));
    leftPixel += kLeftAtOnce;
    x += stepX;
    y += stepY;
    top += stepTop;
    if (x >= endX) {
      x -= spanX;
      y += stride;
    }
    if (y >= endY) {
      y -= spanY;
      top += images.height;
    }
  }

  __device__ inline void copy(unsigned* stage) {
    unsigned* const left =
        stage + thread() / kLeftPieces * Layout::kLeftPitch + thread() % kLeftPieces * kPieceWords;
#pragma unroll
    for (int row = 0; row < Layout::kInner; row += kLeftAtOnce)
      copyLeft(left + row * Layout::kLeftPitch);
    unsigned* const right = stage + Layout::kLeftWords +
                            thread() / kRightPieces * Layout::kRightPitch +
                            thread() % kRightPieces * kPieceWords;
#pragma unroll
    for (int row = 0; row < Layout::kInner; row += kRightAtOnce) {
      copyPieceAsync(
          right + row * Layout::kRightPitch,
          dstGradient + (static_cast<unsigned>(rightPixel) * static_cast<unsigned>(dstPieces) +
                         static_cast<unsigned>(dstPiece)),
          dstPiece < dstPieces && rightPixel < pixels);
      rightPixel += kRightAtOnce;
    }
  }
};

// partSize: pixels of a part, a multiple of a chunk's.
template <typename Operand>
__device__ inline void tensorConvolutionBackwardWeight(const ConvolutionShape& shape, int partSize,
                                                       const uint4* src, const uint4* dstGradient,
                                                       float* partial, unsigned* shared) {
  using Layout = AcrossInner<Operand>;
  const int firstRow = static_cast<int>(blockIdx.y) * kTensorRows;
  const int firstChannel = static_cast<int>(blockIdx.z) * kTensorColumns;
  const int firstPixel = static_cast<int>(blockIdx.x) * partSize;
  const int pixels = min(partSize, shape.pixels - firstPixel);
  const OperandImages images = {src, shape.height, shape.width, piecesOf<Operand>(shape.channels)};
  PixelSource<Operand> source(shape, images, dstGradient, firstRow, firstChannel, firstPixel);
  TensorSums sums;
  multiplyTensorTile<Operand, Layout>(source, (pixels + Layout::kInner - 1) / Layout::kInner,
                                      shared, sums);
  const int rowsOfTap = images.pieces * Layout::kInPiece;
  const int taps = shape.kernel * shape.kernel;
  float* const part =
      partial + static_cast<long long>(blockIdx.x) * taps * shape.channels * shape.dstChannels;
  storeSums(
      sums, firstChannel, shape.dstChannels,
      [&](int rowOfTile, const auto& use) {
        const int row = firstRow + rowOfTile;
        const int tap = row / rowsOfTap, channel = row - tap * rowsOfTap;
        if (tap < taps && channel < shape.channels)
          use(part + (static_cast<long long>(tap) * shape.channels + channel) * shape.dstChannels);
      },
      PlainSum());
}
