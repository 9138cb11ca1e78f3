// The transforms of Winograd's convolution, of one image or one channel at a time: see winograd.h.
#pragma once

#include "bfloat16.h"
#include "dispatch.h"
#include "winograd.h"

namespace echodc::cpu {

// Taps from src channel to dst channel: weight[ky, kx, src, dst], or to compute the gradient of the
// src of another convolution its weight[2 - ky, 2 - kx, dst, src].
struct WinogradWeight {
  const float* weight;
  int srcChannels, dstChannels;
  bool backward;
};

struct WinogradTransformTable {
  // The taps of one src channel into the transformed weight.
  void (*weight)(const WinogradWeight&, int srcChannel, float* transformed);

  // Tiles of an image into src tiles.
  void (*src)(const WinogradShape&, const ConstActivations& image, const WinogradPiece&,
              float* srcTiles);

  // Products into `channels` of an image of dst, those of the panel; dst points to the first.
  void (*products)(const WinogradShape&, const WinogradPiece&, const float* products, int channels,
                   float* dst);

  // Tiles of the gradient of an image of dst into gradient tiles.
  void (*gradient)(const WinogradShape&, const float* dstGradient, const WinogradPiece&,
                   float* gradientTiles);

  // Sums into the gradient of the taps of one src channel of weight[3, 3, src, dst].
  void (*weightSums)(const WinogradShape&, int srcChannel, const float* sums,
                     float* weightGradient);
};

ECHODC_DECLARE_SIMD_TABLE(WinogradTransformTable, winogradTransformTable)

}  // namespace echodc::cpu
