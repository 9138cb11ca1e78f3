#include "weight_gradient.h"

#include "lanes.h"

namespace echodc::cpu::ECHODC_ISA {

namespace {

// A tile is kTileRows input channels by one panel of output channels: its sums fill the registers
// but for two vectors of gradients and one value of the image.
constexpr int kTileRows = kLanes == 16 ? 13 : 6;
constexpr int kTileStride = (kTileRows + kLanes - 1) / kLanes * kLanes;  // whole vectors
constexpr int kVectors = 2;
constexpr int kPanel = kVectors * kLanes;

// Half-open.
struct Range {
  int begin, end;
};

// The output pixels along one side for which a tap at `offset` of the kernel sees the image.
Range pixelsOfTap(int offset, int srcSide, int dstSide, int stride, int padding) {
  const int first = padding - offset;  // begin * stride >= first
  const int begin = first <= 0 ? 0 : (first + stride - 1) / stride;
  const int last = srcSide - 1 + first;  // (end - 1) * stride <= last
  const int end = last < 0 ? 0 : last / stride + 1;
  return {begin, end < dstSide ? end : dstSide};
}

// What one tap sees of a tile's channels, and the gradient of the pixels it adds to.
struct Tap {
  const WeightGradientShape& shape;
  int images;
  Range rows, columns;
};

template <int kRows>
void addTap(const Tap& tap, const float* tile, const float* panel, float* sums) {
  const WeightGradientShape& shape = tap.shape;
  const int64_t tileStep = int64_t{shape.stride} * kTileStride;
  const int64_t tileRow = tileStep * shape.srcWidth;
  const int64_t tileImage = int64_t{shape.srcHeight} * shape.srcWidth * kTileStride;
  const int64_t panelRow = int64_t{shape.dstWidth} * kPanel;
  const int64_t panelImage = panelRow * shape.dstHeight;
  const int height = tap.rows.end - tap.rows.begin, width = tap.columns.end - tap.columns.begin;

  Lanes sum[kRows][kVectors];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r)
    for (int v = 0; v < kVectors; ++v) sum[r][v] = load<Lanes>(sums + r * kPanel + v * kLanes);
  for (int image = 0; image < tap.images; ++image)
    for (int y = 0; y < height; ++y) {
      const float* values = tile + image * tileImage + y * tileRow;
      const float* gradients = panel + image * panelImage + y * panelRow;
      for (int x = 0; x < width; ++x) {
        const Lanes gradient[kVectors] = {load<Lanes>(gradients), load<Lanes>(gradients + kLanes)};
#pragma GCC unroll 16
        for (int r = 0; r < kRows; ++r)
          for (int v = 0; v < kVectors; ++v) sum[r][v] += values[r] * gradient[v];
        values += tileStep;
        gradients += kPanel;
      }
    }
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r)
    for (int v = 0; v < kVectors; ++v) store<Lanes>(sums + r * kPanel + v * kLanes, sum[r][v]);
}

// All taps of one tile of kRows channels.
template <int kRows>
void addTile(const WeightGradientShape& s, int images, const float* tile, const float* panel,
             float* sums) {
  for (int ky = 0; ky < s.kernel; ++ky) {
    const Range rows = pixelsOfTap(ky, s.srcHeight, s.dstHeight, s.stride, s.padding);
    for (int kx = 0; kx < s.kernel; ++kx, sums += int64_t{s.srcChannels} * kPanel) {
      const Range columns = pixelsOfTap(kx, s.srcWidth, s.dstWidth, s.stride, s.padding);
      if (rows.begin >= rows.end || columns.begin >= columns.end) continue;
      const int srcY = rows.begin * s.stride + ky - s.padding;
      const int srcX = columns.begin * s.stride + kx - s.padding;
      addTap<kRows>({s, images, rows, columns},
                    tile + (int64_t{srcY} * s.srcWidth + srcX) * kTileStride,
                    panel + (int64_t{rows.begin} * s.dstWidth + columns.begin) * kPanel, sums);
    }
  }
}

template <int kRows = kTileRows>
void addTileOf(int rows, const WeightGradientShape& s, int images, const float* tile,
               const float* panel, float* sums) {
  if constexpr (kRows > 0) {
    if (rows == kRows)
      addTile<kRows>(s, images, tile, panel, sums);
    else
      addTileOf<kRows - 1>(rows, s, images, tile, panel, sums);
  }
}

// Tiles of nearly equal size: a small rest would leave most of the registers empty.
struct Tiles {
  explicit Tiles(int channels)
      : channels(channels), count((channels + kTileRows - 1) / kTileRows) {}

  int begin(int tile) const { return tile * channels / count; }
  int rows(int tile) const { return begin(tile + 1) - begin(tile); }

  int channels, count;
};

int64_t packedImageSize(const WeightGradientShape& s) {
  return int64_t{s.srcHeight} * s.srcWidth * Tiles(s.srcChannels).count * kTileStride;
}

void packImages(const WeightGradientShape& s, int images, const float* src, float* packed) {
  const Tiles tiles(s.srcChannels);
  const int64_t pixels = int64_t{images} * s.srcHeight * s.srcWidth;
  for (int64_t pixel = 0; pixel < pixels; ++pixel, src += s.srcChannels)
    for (int tile = 0; tile < tiles.count; ++tile) {
      const float* from = src + tiles.begin(tile);
      float* to = packed + (tile * pixels + pixel) * kTileStride;
      if (tiles.begin(tile) + kTileStride <= s.srcChannels)
        for (int r = 0; r < kTileStride; r += kLanes) store<Lanes>(to + r, load<Lanes>(from + r));
      else
        for (int r = 0; r < tiles.rows(tile); ++r) to[r] = from[r];
    }
}

void add(const WeightGradientShape& s, int images, const float* packed, const float* panel,
         float* sums) {
  const Tiles tiles(s.srcChannels);
  const int64_t pixels = int64_t{images} * s.srcHeight * s.srcWidth;
  for (int tile = 0; tile < tiles.count; ++tile)
    addTileOf(tiles.rows(tile), s, images, packed + tile * pixels * kTileStride, panel,
              sums + tiles.begin(tile) * kPanel);
}

void packGradients(int64_t pixels, int channels, const float* src, int64_t stride, float* panel) {
  for (int64_t pixel = 0; pixel < pixels; ++pixel, src += stride, panel += kPanel) {
    int c = 0;
    if (channels == kPanel)
      for (; c < kPanel; c += kLanes) store<Lanes>(panel + c, load<Lanes>(src + c));
    for (; c < kPanel; ++c) panel[c] = c < channels ? src[c] : 0.0f;
  }
}

}  // namespace

extern const WeightGradientTable weightGradientTable = {kPanel, packedImageSize, packImages,
                                                        packGradients, add};

}  // namespace echodc::cpu::ECHODC_ISA
