// The matrix products of Winograd's convolution: see winograd.h.
#pragma once

#include "dispatch.h"
#include "winograd.h"

namespace echodc::cpu {

struct WinogradProductTable {
  int blockChannels, panelChannels;

  // products = src tiles x weight at every pair of points, for one panel.
  void (*multiply)(int points, int srcChannels, int tiles, const float* srcTiles,
                   const float* weightPanel, float* products);

  // sums += src tiles^T x gradient tiles at one pair of points and for one panel of dst channels,
  // the sums of every channel in the order of the tiles.
  void (*addWeightSums)(int srcChannels, int tiles, const float* srcTiles,
                        const float* gradientTiles, float* sums);
};

ECHODC_DECLARE_SIMD_TABLE(WinogradProductTable, winogradProductTable)

}  // namespace echodc::cpu
