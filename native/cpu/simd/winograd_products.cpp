#include "winograd_products.h"

#include "lanes.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

constexpr int kVectors = 2;
constexpr int kPanel = kVectors * kLanes;

// Rows whose sums fill the registers, but for a panel's vectors and a value to multiply them with.
constexpr int kMostRows = kLanes == 16 ? 12 : 6;

// Channels of a block that share a pass over the tiles; a divisor of the block.
constexpr int kSumRows = kLanes == 16 ? 8 : 4;

// Tiles of such a pass: their panel, 16 KB, stays in the first-level cache for all channels.
constexpr int kTilesOfPass = 128;

// kRows consecutive tiles, from their channels of the first block on.
template <int kRows>
void multiplyRows(int srcChannels, int64_t blockStride, const float* rows, const float* weight,
                  float* products) {
  Lanes sum[kRows][kVectors] = {};
  for (int begin = 0; begin < srcChannels; begin += kLanes, rows += blockStride) {
    const int channels = srcChannels - begin < kLanes ? srcChannels - begin : kLanes;
    for (int c = 0; c < channels; ++c, weight += kPanel) {
      const Lanes taps[kVectors] = {load<Lanes>(weight), load<Lanes>(weight + kLanes)};
#pragma GCC unroll 16
      for (int r = 0; r < kRows; ++r)
        for (int v = 0; v < kVectors; ++v) sum[r][v] += rows[r * kLanes + c] * taps[v];
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r)
    for (int v = 0; v < kVectors; ++v) store<Lanes>(products + r * kPanel + v * kLanes, sum[r][v]);
}

template <int kRows = kMostRows>
void multiplyRowsOf(int count, int srcChannels, int64_t blockStride, const float* rows,
                    const float* weight, float* products) {
  if constexpr (kRows > 0) {
    if (count == kRows)
      multiplyRows<kRows>(srcChannels, blockStride, rows, weight, products);
    else
      multiplyRowsOf<kRows - 1>(count, srcChannels, blockStride, rows, weight, products);
  }
}

void multiply(int points, int srcChannels, int tiles, const float* srcTiles,
              const float* weightPanel, float* products) {
  const int64_t blockStride = int64_t{tiles} * kLanes;
  // Of nearly equal size: a small rest would leave most of the registers empty.
  const int pieces = (tiles + kMostRows - 1) / kMostRows;
  for (int point = 0; point < points; ++point) {
    for (int piece = 0; piece < pieces; ++piece) {
      const int begin = piece * tiles / pieces, end = (piece + 1) * tiles / pieces;
      multiplyRowsOf(end - begin, srcChannels, blockStride, srcTiles + begin * kLanes, weightPanel,
                     products + begin * kPanel);
    }
    srcTiles += winogradStride(srcChannels, kLanes, tiles);
    weightPanel += winogradStride(kPanel, kPanel, srcChannels);
    products += winogradStride(kPanel, kPanel, tiles);
  }
}

// kRows channels of a block.
template <int kRows>
void addSums(int tiles, const float* block, const float* gradients, float* sums) {
  Lanes sum[kRows][kVectors];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r)
    for (int v = 0; v < kVectors; ++v) sum[r][v] = load<Lanes>(sums + r * kPanel + v * kLanes);
  for (int tile = 0; tile < tiles; ++tile, block += kLanes, gradients += kPanel) {
    const Lanes gradient[kVectors] = {load<Lanes>(gradients), load<Lanes>(gradients + kLanes)};
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r)
      for (int v = 0; v < kVectors; ++v) sum[r][v] += block[r] * gradient[v];
  }
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r)
    for (int v = 0; v < kVectors; ++v) store<Lanes>(sums + r * kPanel + v * kLanes, sum[r][v]);
}

void addWeightSums(int srcChannels, int tiles, const float* srcTiles, const float* gradientTiles,
                   float* sums) {
  for (int begin = 0; begin < tiles; begin += kTilesOfPass) {
    const int count = tiles - begin < kTilesOfPass ? tiles - begin : kTilesOfPass;
    const float* gradients = gradientTiles + int64_t{begin} * kPanel;
    for (int c = 0; c < srcChannels; c += kSumRows) {
      const float* block = srcTiles + (int64_t{c / kLanes} * tiles + begin) * kLanes + c % kLanes;
      float* rows = sums + int64_t{c} * kPanel;
      if (c + kSumRows <= srcChannels)
        addSums<kSumRows>(count, block, gradients, rows);
      else
        for (int r = 0; c + r < srcChannels; ++r)
          addSums<1>(count, block + r, gradients, rows + r * kPanel);
    }
  }
}

}  // namespace

extern const WinogradProductTable winogradProductTable = {kLanes, kPanel, multiply, addWeightSums};

}  // namespace echodc::cpu::ECHODC_ISA
