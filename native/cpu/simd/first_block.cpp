#include "first_block.h"

#include <type_traits>
#include <utility>

#include "activation.h"
#include "bfloat16_lanes.h"

// What a tile of sums goes through must be inlined, or the sums leave the registers.
#define ECHODC_INLINE __attribute__((always_inline))

namespace echodc::cpu::ECHODC_ISA {

namespace {

// A pooling window of two vectors of channels: eight independent sums hide the latency of
// multiply-add.
constexpr int kTileVectors = 2;
constexpr int kTileLanes = kTileVectors * kLanes;
static_assert(kFirstBlockPanel % kTileLanes == 0);

// Calls body(i) for i in [0, n), each a constant to it, so that arrays indexed by it stay in
// registers.
template <typename Body, int... i>
ECHODC_INLINE inline void forEach(std::integer_sequence<int, i...>, const Body& body) {
  (body(std::integral_constant<int, i>{}), ...);
}

template <int n, typename Body>
ECHODC_INLINE inline void forEach(const Body& body) {
  forEach(std::make_integer_sequence<int, n>{}, body);
}

// kSide x kSide neighbouring pixels of the convolution.
template <int kSide>
struct Tile {
  Lanes sum[kSide][kSide][kTileVectors] = {};
};

// The first pixel's first tap in the first plane is `corner`; weight: [taps][kFirstBlockPanel].
template <int kSide>
ECHODC_INLINE inline Tile<kSide> convolved(const FirstBlockShape& shape, const float* corner,
                                           const float* weight) {
  Tile<kSide> tile;
  for (int plane = 0; plane < shape.channels; ++plane) {
    forEach<(kSide + 2) * (kSide + 2)>([&](auto i) ECHODC_INLINE {
      constexpr int y = i / (kSide + 2), x = i % (kSide + 2);
      const Lanes value = corner[y * shape.rowStride + x] - Lanes{};
      forEach<kSide * kSide * kTileVectors>([&](auto j) ECHODC_INLINE {
        constexpr int v = j % kTileVectors, py = j / kTileVectors / kSide,
                      px = j / kTileVectors % kSide;
        constexpr int ky = y - py, kx = x - px;
        if constexpr (ky >= 0 && ky < 3 && kx >= 0 && kx < 3)
          tile.sum[py][px][v] +=
              value * load<Lanes>(weight + (ky * 3 + kx) * kFirstBlockPanel + v * kLanes);
      });
    });
    corner += shape.planeStride;
    weight += 9 * kFirstBlockPanel;
  }
  return tile;
}

// Vectors of channels of which the first `channels` exist.
template <typename To>
__attribute__((noinline)) void storePart(int channels, Lanes value, To* to) {
  for (int c = 0; c < channels && c < kLanes; ++c) store<float>(to + c, value[c]);
}

template <typename To>
ECHODC_INLINE inline void storeTile(int channels, const Lanes* values, To* to) {
  forEach<kTileVectors>([&](auto v) ECHODC_INLINE {
    constexpr int first = v * kLanes;
    if (first + kLanes <= channels)
      store<Lanes>(to + first, values[v]);
    else
      storePart(channels - first, values[v], to + first);
  });
}

// kTileLanes channels from `channel` on.
template <typename Dst, typename Kept>
struct Forward {
  const FirstBlockShape& shape;
  const FirstBlockParameters& parameters;
  const float* padded;
  Dst* dst;
  Kept* kept;
  int channel;

  // The pixels of one row of windows.
  void windows(int y) const {
    const int channels = parameters.outputs - channel;
    const float* weight = tileWeight();
    Lanes mean[kTileVectors], factor[kTileVectors], shift[kTileVectors];
    forEach<kTileVectors>([&](auto v) ECHODC_INLINE {
      const int c = channel + v * kLanes;
      mean[v] = load<Lanes>(parameters.norm.mean + c);
      factor[v] =
          load<Lanes>(parameters.norm.scale + c) * load<Lanes>(parameters.norm.inverseStd + c);
      shift[v] = load<Lanes>(parameters.norm.shift + c);
    });
    const float* corner = padded + y * shape.rowStride;
    Dst* to = dst + static_cast<int64_t>(y / 2) * (shape.width / 2) * parameters.outputs + channel;
    for (int x = 0; x + 2 <= shape.width; x += 2, to += parameters.outputs) {
      const Tile<2> tile = convolved<2>(shape, corner + x, weight);
      Lanes pooled[kTileVectors] = {};
      forEach<4 * kTileVectors>([&](auto i) ECHODC_INLINE {
        constexpr int v = i % kTileVectors, py = i / kTileVectors / 2, px = i / kTileVectors % 2;
        pooled[v] +=
            relu<Lanes>(normalized<Lanes>(tile.sum[py][px][v] - mean[v], factor[v], shift[v]));
      });
      forEach<kTileVectors>([&](auto v) ECHODC_INLINE { pooled[v] *= 0.25f; });
      storeTile(channels, pooled, to);
      if (kept)
        forEach<4>([&](auto i) ECHODC_INLINE {
          keep(channels, tile.sum[i / 2][i % 2], y + i / 2, x + i % 2);
        });
    }
    if (kept && shape.width % 2 != 0)
      for (int row = y; row < y + 2; ++row) keepDropped(row, shape.width - 1);
  }

  // A last row, which pooling drops.
  void droppedRow(int y) const {
    for (int x = 0; x < shape.width; ++x) keepDropped(y, x);
  }

 private:
  const float* tileWeight() const {
    return parameters.weight +
           static_cast<int64_t>(channel / kFirstBlockPanel) * shape.taps() * kFirstBlockPanel +
           channel % kFirstBlockPanel;
  }

  void keepDropped(int y, int x) const {
    const Tile<1> tile = convolved<1>(shape, padded + y * shape.rowStride + x, tileWeight());
    keep(parameters.outputs - channel, tile.sum[0][0], y, x);
  }

  void keep(int channels, const Lanes* values, int y, int x) const {
    Kept* to = kept + (static_cast<int64_t>(y) * shape.width + x) * parameters.outputs + channel;
    storeTile(channels, values, to);
  }
};

template <typename Dst, typename Kept>
void forwardOf(const FirstBlockShape& shape, const FirstBlockParameters& parameters,
               const float* padded, Dst* dst, Kept* kept) {
  Forward<Dst, Kept> forward = {shape, parameters, padded, dst, kept, 0};
  for (int y = 0; y < shape.height; y += 2)
    for (forward.channel = 0; forward.channel < parameters.outputs; forward.channel += kTileLanes) {
      if (y + 2 <= shape.height)
        forward.windows(y);
      else if (kept)
        forward.droppedRow(y);
    }
}

void forward(const FirstBlockShape& shape, const FirstBlockParameters& parameters,
             const float* padded, const Activations& dst, const Activations& convolution) {
  dst.visit([&](auto* to) {
    convolution.visit([&](auto* kept) { forwardOf(shape, parameters, padded, to, kept); });
  });
}

}  // namespace

extern const FirstBlockTable firstBlockTable = {forward};

}  // namespace echodc::cpu::ECHODC_ISA
