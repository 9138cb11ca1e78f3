// Winograd's convolution: 3x3 or 5x5 taps, stride 1, a square tile of outputs at a time (Lavin,
// Gray: Fast Algorithms for Convolutional Neural Networks, arXiv 1509.09308). Along each axis a
// tile and the taps are taken as polynomials and evaluated at some points; there the convolution is
// a product, and over all channels a matrix product for each pair of points:
//
//   convolution      dst      = A^T [sum over src channels (G weight G^T) * (B^T src B)] A
//   weight gradient  gradient = G^T [sum over tiles (B^T src B) * (A dstGradient A^T)] G
//
//   F(4x4, 3x3)  36 multiplications in place of 144, at the points 0, +-3/4, +-3/2 and infinity:
//                as exact in float32 as plain sums are. The usual 0, +-1, +-2 and infinity lose a
//                factor of two to three.
//   F(8x8, 3x3)  100 in place of 576, at 0, +-7/16, +-13/16, +-19/16, +-17/8 and infinity: wrong by
//                2e-5 of the results' deviation. It is for the precision of BF16, rounding to which
//                costs 80 times that.
//   2x2 images   9 in place of 16, see winograd_whole.h: as exact as plain sums are.
//   F(4x4, 5x5)  64 in place of 400, at 0, +-1/2, +-1, +-2 and infinity: wrong by 4e-6 of the
//                results' deviation with 128 channels, plain sums one after the other by 1e-6.
//
// What lies between the steps, for `tiles` tiles of one or more images. A block is as many channels
// as a vector has lanes, a panel is two blocks; what fills the last one up is zero.
//
//   src tiles       [pairs of points, blocks of src channels, tiles, block]
//   weight          [panels of dst channels, pairs of points, src channels, panel]
//   products        [pairs of points, tiles, panel], for one panel of dst channels
//   gradient tiles  [pairs of points, panels of dst channels, tiles, panel]
//   weight sums     [pairs of points, panels of dst channels, src channels, panel]
#pragma once

#include <cstdint>

#include "rounding.h"

namespace echodc::cpu {

// Outputs along one side of a tile. One of 2 is a whole image of 2x2 pixels, padded by one.
constexpr int kWinogradTile = 4, kLargeWinogradTile = 8, kWholeWinogradTile = 2;

// A convolution of one image. The padding may be negative: the outermost pixels are not read then.
// It is 0 where a tile is a whole image, whose transform has the zeros around it left out.
struct WinogradShape {
  int srcHeight, srcWidth, srcChannels;
  int dstHeight, dstWidth, dstChannels;
  int padding;
  int tile, taps;  // along one side

  // Pairs of points, and points along one side.
  int points() const { return side() * side(); }
  int side() const { return tile == kWholeWinogradTile ? 3 : tile + taps - 1; }
  int tileRows() const { return (dstHeight + tile - 1) / tile; }
  int tileColumns() const { return (dstWidth + tile - 1) / tile; }
  int tiles() const { return tileRows() * tileColumns(); }
};

// The place of one image's tiles among all that are multiplied at once.
struct WinogradPlace {
  int first, tiles;
};

// Floats from what belongs to one pair of points to that of the next: src tiles where `multiple` is
// a block; gradient tiles where it is a panel, and products, of one panel; with src channels in the
// place of tiles also weights, of one panel, and weight sums. A little more than there is, because
// that is often a multiple of 4,096 bytes: what belongs together would all compete for the same
// lines of the caches.
constexpr int64_t winogradStride(int channels, int multiple, int tiles) {
  return roundUp(channels, multiple) * tiles + 16;
}

}  // namespace echodc::cpu
