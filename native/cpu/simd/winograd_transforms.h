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
  bool backward;
};

struct WinogradTransformTable {
  // The taps of src channels [begin, end) into the transformed weight.
  void (*weight)(const WinogradShape&, const WinogradWeight&, int begin, int end,
                 float* transformed);

  // An image into its place among src tiles.
  void (*src)(const WinogradShape&, const ConstActivations& image, const WinogradPlace&,
              float* srcTiles);

  // An image's products into `channels` of its convolution, those of the panel: dst points to the
  // first of them, the pixels lie dstStride apart.
  void (*products)(const WinogradShape&, const WinogradPlace&, const float* products, int channels,
                   float* dst, int64_t dstStride);

  // The gradient of an image's convolution into its place among gradient tiles.
  void (*gradient)(const WinogradShape&, const float* dstGradient, const WinogradPlace&,
                   float* gradientTiles);

  // Sums into the gradient of the taps of one src channel of weight[3, 3, src, dst].
  void (*weightSums)(const WinogradShape&, int srcChannel, const float* sums,
                     float* weightGradient);
};

ECHODC_DECLARE_SIMD_TABLE(WinogradTransformTable, winogradTransformTable)

}  // namespace echodc::cpu
