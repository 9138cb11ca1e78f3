// Multi-formation: a stored image, padded right and bottom with 0.5, holds factor x factor tiles,
// each up-sampled bilinearly (half-pixel centres, edges clamped) to a whole image, then normalised
// and augmented; and the gradient w.r.t. the stored pixels. See Decode and
// Decoding in Java.
//
//   stored [n, height, width, channels]; selection [blocks]; dst [blocks, height, width, channels].
//   A block makes one decoded image, or the gradient of its tile. normalization: means, then
//   standard deviations, of the channels. A selection that does not exist gives NaN.
#include "augmentation.cuh"

namespace {

constexpr int kThreads = kImageThreads;
constexpr float kPadding = 0.5f;

// value = (1 - weight) tile[lower] + weight tile[upper]
struct Tap {
  int lower, upper;
  float weight;

  // Of pixel i of an image of `size` pixels, sampled from a tile of `tile`.
  __device__ inline Tap(int i, int tile, int size) {
    const float scale = static_cast<float>(tile) / static_cast<float>(size);
    const float at = fmaxf(0.0f, scale * (static_cast<float>(i) + 0.5f) - 0.5f);
    lower = min(static_cast<int>(at), tile - 1);
    upper = min(lower + 1, tile - 1);
    weight = at - static_cast<float>(lower);
  }

  // What the pixel reads of tile pixel t.
  __device__ inline float share(int t) const {
    return (t == lower ? 1 - weight : 0.0f) + (t == upper ? weight : 0.0f);
  }
};

// The pixels that may read a tile's pixel t: those within one tile pixel of it, and one more on
// both sides because of rounding.
struct Readers {
  int first, last;

  __device__ inline Readers(int t, int tile, int size) {
    const float scale = static_cast<float>(size) / static_cast<float>(tile);
    const float from = (static_cast<float>(t) - 0.5f) * scale - 0.5f;
    const float to = (static_cast<float>(t) + 1.5f) * scale - 0.5f;
    first = t == 0 ? 0 : max(0, static_cast<int>(floorf(from)));
    last = t == tile - 1 ? size - 1 : min(size - 1, static_cast<int>(ceilf(to)));
  }
};

// Where the tile of one decoded image lies.
struct Tile {
  int image, row, column;  // of its first pixel
  int height, width;

  __device__ inline Tile(const ImageShape& shape, int ipc, int factor, int number)
      : height((shape.height + factor - 1) / factor), width((shape.width + factor - 1) / factor) {
    const int perClass = ipc * factor * factor, inClass = number % perClass;
    const int position = inClass / ipc;
    image = number / perClass * ipc + inClass % ipc;
    row = position / factor * height;
    column = position % factor * width;
  }
};

}  // namespace

extern "C" __global__ void __launch_bounds__(kThreads, 2)
    decode(int n, int height, int width, int channels, int ipc, int factor,
           const float* __restrict__ stored, const float* __restrict__ normalization,
           const int* __restrict__ selection, int imagesOfRow,
           const AugmentationRow* __restrict__ rows, float* __restrict__ dst) {
  ECHODC_SHARED(double, scratch);
  const ImageShape shape = {height, width, channels};
  const int image = static_cast<int>(blockIdx.x), number = selection[image];
  float* to = dst + image * shape.elements();
  if (number < 0 || number / (factor * factor) >= n) {  // the same for the whole block
    for (int i = static_cast<int>(threadIdx.x); i < shape.elements(); i += kThreads) to[i] = NAN;
    return;
  }
  const Tile tile(shape, ipc, factor, number);
  const float* from = stored + tile.image * shape.elements();
  const auto pixel = [&](int y, int x, int c) {
    return shape.has(tile.row + y, tile.column + x)
               ? from[static_cast<long long>((tile.row + y) * width + tile.column + x) * channels +
                      c]
               : kPadding;
  };
  const auto normalised = [&](int y, int x, int c) {
    const Tap down(y, tile.height, height), across(x, tile.width, width);
    const float upper = (1 - across.weight) * pixel(down.lower, across.lower, c) +
                        across.weight * pixel(down.lower, across.upper, c);
    const float lower = (1 - across.weight) * pixel(down.upper, across.lower, c) +
                        across.weight * pixel(down.upper, across.upper, c);
    const float value = (1 - down.weight) * upper + down.weight * lower;
    return (value - normalization[c]) / normalization[channels + c];
  };
  augment(rows[image / imagesOfRow], shape, normalised, scratch, to);
}

// plainGradient [blocks, height, width, channels] is workspace. No tile is selected twice, so each
// block writes pixels of its own; tiles that nobody selected are left alone.
extern "C" __global__ void __launch_bounds__(kThreads, 2)
    decodeBackward(int n, int height, int width, int channels, int ipc, int factor,
                   const float* __restrict__ dstGradient, const float* __restrict__ normalization,
                   const int* __restrict__ selection, int imagesOfRow,
                   const AugmentationRow* __restrict__ rows, float* __restrict__ plainGradient,
                   float* __restrict__ storedGradient) {
  ECHODC_SHARED(double, scratch);
  const ImageShape shape = {height, width, channels};
  const int image = static_cast<int>(blockIdx.x), number = selection[image];
  if (number < 0 || number / (factor * factor) >= n) return;  // the whole block
  const AugmentationRow row = rows[image / imagesOfRow];
  float* plain = plainGradient + image * shape.elements();
  augmentAdjoint(row, shape, dstGradient + image * shape.elements(), scratch, plain);
  __syncthreads();

  const Tile tile(shape, ipc, factor, number);
  const int tilePixels = tile.height * tile.width;
  for (int p = static_cast<int>(threadIdx.x); p < tilePixels; p += kThreads) {
    const int y = p / tile.width, x = p - y * tile.width;
    if (!shape.has(tile.row + y, tile.column + x)) continue;  // padding
    float* to = storedGradient + tile.image * shape.elements() +
                static_cast<long long>((tile.row + y) * width + tile.column + x) * channels;
    const Readers down(y, tile.height, height), across(x, tile.width, width);
    for (int c = 0; c < channels; ++c) {
      float sum = 0;
      for (int i = down.first; i <= down.last; ++i) {
        const float share = Tap(i, tile.height, height).share(y);
        for (int j = across.first; j <= across.last; ++j) {
          const int column = row.flip != 0 ? width - 1 - j : j;
          sum += share * Tap(j, tile.width, width).share(x) *
                 plain[static_cast<long long>(i * width + column) * channels + c];
        }
      }
      to[c] = sum / normalization[channels + c];
    }
  }
}
