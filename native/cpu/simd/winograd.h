// Winograd's convolution F(4x4, 3x3): 3x3 taps, stride 1, 4x4 outputs at a time from 6x6 inputs,
// with 36 multiplications in place of 144 (Lavin, Gray: Fast Algorithms for Convolutional Neural
// Networks, arXiv 1509.09308). Along each axis a tile and the taps are taken as polynomials and
// evaluated at six points; there the convolution is a product, and over all channels a matrix
// product for each of the 36 pairs of points:
//
//   convolution      dst      = A^T [sum over src channels (G weight G^T) * (B^T src B)] A
//   weight gradient  gradient = G^T [sum over tiles (B^T src B) * (A dstGradient A^T)] G
//
// The points are 0, +-3/4, +-3/2 and infinity. With them a convolution in float32 is as exact as
// plain sums are; the usual 0, +-1, +-2 and infinity lose a factor of two to three more.
//
// What lies between the steps, for `tiles` tiles of one or more images. A block is as many channels
// as a vector has lanes, a panel is two blocks; what fills the last one up is zero.
//
//   src tiles       [36, blocks of src channels, tiles, block]
//   weight          [panels of dst channels, 36, src channels, panel]
//   products        [36, tiles, panel], for one panel of dst channels
//   gradient tiles  [36, panels of dst channels, tiles, panel]
//   weight sums     [36, panels of dst channels, src channels, panel]
#pragma once

#include <cstdint>

#include "rounding.h"

namespace echodc::cpu {

constexpr int kWinogradTile = 4;     // outputs along one side
constexpr int kWinogradPoints = 36;  // pairs of points

// A convolution of one image. The padding may be negative: the outermost pixels are not read then.
struct WinogradShape {
  int srcHeight, srcWidth, srcChannels;
  int dstHeight, dstWidth, dstChannels;
  int padding;

  int tileRows() const { return (dstHeight + kWinogradTile - 1) / kWinogradTile; }
  int tileColumns() const { return (dstWidth + kWinogradTile - 1) / kWinogradTile; }
  int tiles() const { return tileRows() * tileColumns(); }
};

// The place of one image's tiles among all that are multiplied at once.
struct WinogradPlace {
  int first, tiles;
};

// Floats from the tiles of one pair of points to those of the next: src tiles where `multiple` is a
// block; products and gradient tiles where it is a panel, products of one panel's channels. A
// little more than the tiles have, because that is often a multiple of 4,096 bytes: the 36 vectors
// of a tile would all compete for the same lines of the first-level cache.
constexpr int64_t winogradStride(int channels, int multiple, int tiles) {
  return roundUp(channels, multiple) * tiles + 16;
}

}  // namespace echodc::cpu
