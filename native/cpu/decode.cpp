// Multi-formation: a stored image, padded right and bottom with 0.5, holds factor x factor tiles,
// each up-sampled bilinearly to a whole image (half-pixel centres, edges clamped), then normalised
// and augmented; and the gradient w.r.t. the stored pixels.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "augmentation.h"
#include "batch.h"
#include "call.h"
#include "normalization.h"
#include "operations.h"

namespace echodc::cpu {

namespace {

constexpr float kPadding = 0.5f;

// value = (1 - weight) tile[lower] + weight tile[upper]
struct Tap {
  int lower, upper;
  float weight;
};

void fillTaps(int tile, int size, Tap* taps) {
  const float scale = static_cast<float>(tile) / static_cast<float>(size);
  for (int i = 0; i < size; ++i) {
    const float at = std::max(0.0f, scale * (static_cast<float>(i) + 0.5f) - 0.5f);
    const int lower = std::min(static_cast<int>(at), tile - 1);
    taps[i] = {lower, std::min(lower + 1, tile - 1), at - static_cast<float>(lower)};
  }
}

// What all images of one call share.
struct Plan {
  Plan(Context& context, const ImageShape& imageShape, const Decoding& d)
      : shape(imageShape),
        decoding(d),
        tileHeight((imageShape.height + d.factor - 1) / d.factor),
        tileWidth((imageShape.width + d.factor - 1) / d.factor) {
    Tap* taps = context.shared("decode taps").get<Tap>(size_t(shape.height) + shape.width);
    fillTaps(tileHeight, shape.height, taps);
    fillTaps(tileWidth, shape.width, taps + shape.height);
    stretchedRows = localFloats(context, "decode rows", tileHeight * rowElements());
    images = localFloats(context, "image", shape.elements());
    rowTaps = taps;
    columnTaps = taps + shape.height;
  }

  int64_t rowElements() const { return int64_t{shape.width} * shape.channels; }

  ImageShape shape;
  Decoding decoding;
  int tileHeight, tileWidth;
  const Tap* rowTaps;
  const Tap* columnTaps;
  std::vector<float*> stretchedRows;  // of each thread: a tile's rows at the width of an image
  std::vector<float*> images;         // of each thread: workspace for an image
};

// Where the tile of one decoded image lies.
struct Tile {
  Tile(const Plan& plan, int number) {
    const Decoding& d = plan.decoding;
    const int perClass = d.ipc * d.factor * d.factor;
    const int inClass = number % perClass;
    image = number / perClass * d.ipc + inClass % d.ipc;
    row = inClass / d.ipc / d.factor * plan.tileHeight;
    column = inClass / d.ipc % d.factor * plan.tileWidth;
  }

  int64_t image;
  int row, column;  // of its first pixel
};

void checkSelection(const Decoding& d, const int32_t* selection, int count) {
  const int64_t limit = int64_t{d.storedImages} * d.factor * d.factor;
  for (int i = 0; i < count; ++i) {
    if (selection[i] >= 0 && selection[i] < limit) continue;
    throw std::out_of_range("image " + std::to_string(selection[i]) + " at position " +
                            std::to_string(i) + " is not in [0, " + std::to_string(limit) + ")");
  }
}

// Stretches each row of a tile to the width of an image. stored: the whole stored image.
void stretchRows(const Plan& plan, const Tile& tile, const float* stored, float* rows) {
  const ImageShape& shape = plan.shape;
  for (int r = 0; r < plan.tileHeight; ++r, rows += plan.rowElements()) {
    if (tile.row + r >= shape.height) {
      std::fill_n(rows, plan.rowElements(), kPadding);
      continue;
    }
    const float* src = stored + (tile.row + r) * plan.rowElements();
    const auto pixel = [&](int column, int channel) {
      return column < shape.width ? src[int64_t{column} * shape.channels + channel] : kPadding;
    };
    for (int j = 0; j < shape.width; ++j) {
      const Tap tap = plan.columnTaps[j];
      for (int c = 0; c < shape.channels; ++c)
        rows[int64_t{j} * shape.channels + c] =
            (1 - tap.weight) * pixel(tile.column + tap.lower, c) +
            tap.weight * pixel(tile.column + tap.upper, c);
    }
  }
}

// Adds the gradients of stretched rows to the pixels of the tile; padding has none.
void stretchRowsAdjoint(const Plan& plan, const Tile& tile, const float* rows, float* stored) {
  const ImageShape& shape = plan.shape;
  for (int r = 0; r < plan.tileHeight && tile.row + r < shape.height; ++r) {
    float* dst = stored + (tile.row + r) * plan.rowElements();
    const auto add = [&](int column, const float* gradient, float weight) {
      if (column >= shape.width) return;
      for (int c = 0; c < shape.channels; ++c)
        dst[int64_t{column} * shape.channels + c] += weight * gradient[c];
    };
    for (int j = 0; j < shape.width; ++j) {
      const Tap tap = plan.columnTaps[j];
      const float* gradient = rows + r * plan.rowElements() + int64_t{j} * shape.channels;
      add(tile.column + tap.lower, gradient, 1 - tap.weight);
      add(tile.column + tap.upper, gradient, tap.weight);
    }
  }
}

}  // namespace

void decode(Context& context, const ImageShape& shape, const Decoding& decoding,
            const float* stored, const int32_t* selection, int count,
            const Normalization& normalization, const Augmentation& augmentation, float* dst) {
  checkSelection(decoding, selection, count);
  const NormalizationRow normal(context, shape, normalization);
  const Plan plan(context, shape, decoding);
  context.parallelFor(count, [&](int64_t image, int thread) {
    const ImageAugmentation transform(shape, augmentation, image, count);
    const Tile tile(plan, selection[image]);
    float* rows = plan.stretchedRows[thread];
    stretchRows(plan, tile, stored + tile.image * shape.elements(), rows);

    float* result = dst + image * shape.elements();
    float* plain = transform.warps() ? plan.images[thread] : result;
    for (int i = 0; i < shape.height; ++i) {
      const Tap tap = plan.rowTaps[i];
      const float* lower = rows + tap.lower * plan.rowElements();
      const float* upper = rows + tap.upper * plan.rowElements();
      float* to = plain + i * plan.rowElements();
#pragma omp simd
      for (int j = 0; j < normal.elements; ++j) {
        const float pixel = (1 - tap.weight) * lower[j] + tap.weight * upper[j];
        to[j] = (pixel - normal.mean[j]) / normal.std[j];
      }
    }
    transform.forward(plain, result);
  });
}

void decodeBackward(Context& context, const ImageShape& shape, const Decoding& decoding,
                    const float* dstGradient, const int32_t* selection, int count,
                    const Normalization& normalization, const Augmentation& augmentation,
                    float* storedGradient) {
  checkSelection(decoding, selection, count);
  const NormalizationRow normal(context, shape, normalization);
  const Plan plan(context, shape, decoding);
  context.parallelFor(decoding.storedImages, [&](int64_t image, int) {
    std::fill_n(storedGradient + image * shape.elements(), shape.elements(), 0.0f);
  });
  const auto gradients = localFloats(context, "image gradient", shape.elements());
  // No number is selected twice, so each image writes a region of its own.
  context.parallelFor(count, [&](int64_t image, int thread) {
    const ImageAugmentation transform(shape, augmentation, image, count);
    float* gradient = gradients[thread];
    transform.adjoint(dstGradient + image * shape.elements(), plan.images[thread], gradient);

    float* rows = plan.stretchedRows[thread];
    std::fill_n(rows, plan.tileHeight * plan.rowElements(), 0.0f);
    for (int i = 0; i < shape.height; ++i) {
      const Tap tap = plan.rowTaps[i];
      const float* from = gradient + i * plan.rowElements();
      float* lower = rows + tap.lower * plan.rowElements();
      float* upper = rows + tap.upper * plan.rowElements();
      for (int j = 0; j < normal.elements; ++j) {  // lower and upper may be the same row
        const float scaled = from[j] / normal.std[j];
        lower[j] += (1 - tap.weight) * scaled;
        upper[j] += tap.weight * scaled;
      }
    }
    const Tile tile(plan, selection[image]);
    stretchRowsAdjoint(plan, tile, rows, storedGradient + tile.image * shape.elements());
  });
}

ECHODC_OPERATION(decode) {
  const Images dst = call.images("dst");
  const Decoding decoding = {call.whole("stored"), call.whole("ipc"), call.whole("factor")};
  const auto* stored = call.in<float>("stored");
  const auto* selection = call.in<int32_t>("selection");
  const Normalization normalization = call.normalization();
  const Augmentation augmentation = call.augmentation();
  auto* to = call.out<float>("dst");
  decode(call.complete(), dst.shape, decoding, stored, selection, dst.batch, normalization,
         augmentation, to);
}

ECHODC_OPERATION(decodeBackward) {
  const Images dst = call.images("dstGradient");
  const Decoding decoding = {call.whole("storedGradient"), call.whole("ipc"), call.whole("factor")};
  const auto* dstGradient = call.in<float>("dstGradient");
  const auto* selection = call.in<int32_t>("selection");
  const Normalization normalization = call.normalization();
  const Augmentation augmentation = call.augmentation();
  auto* storedGradient = call.out<float>("storedGradient");
  decodeBackward(call.complete(), dst.shape, decoding, dstGradient, selection, dst.batch,
                 normalization, augmentation, storedGradient);
}

}  // namespace echodc::cpu
