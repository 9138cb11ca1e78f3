// Normalisation of channels over a whole batch. See operation.BatchNorm in Java.
//
// The pixels of all images are cut into pieces; their sums are added up in the order of the pieces.
#include <algorithm>

#include "batch.h"
#include "norm.h"
#include "operations.h"

namespace echodc::cpu {

namespace {

class Rows {
 public:
  explicit Rows(const Images& images)
      : count(images.batch * images.shape.pixels()),
        channels(images.shape.channels),
        size_(std::max(kFewestRows, (count + kMostPieces - 1) / kMostPieces)) {}

  const int64_t count;
  const int channels;

  int64_t pieces() const { return (count + size_ - 1) / size_; }

  // Calls body(piece, its pixels, offset of the first element) for all pieces.
  template <typename Body>
  void forPieces(Context& context, const Body& body) const {
    context.parallelFor(pieces(), [&](int64_t piece, int) {
      const int64_t first = piece * size_;
      body(piece, Pixels{std::min(size_, count - first), channels}, first * channels);
    });
  }

 private:
  // Pieces enough for any CPU; a piece long enough that its sums cost little.
  static constexpr int64_t kMostPieces = 256;
  static constexpr int64_t kFewestRows = 64;

  int64_t size_;
};

// Writes sums [channels] that `table.sums` or `table.squares` of a piece are added up to.
template <typename SumsOfPiece>
void sumPieces(Context& context, const Rows& rows, float* dst, const SumsOfPiece& sums) {
  float* partial = context.shared("batch norm sums").get<float>(rows.pieces() * rows.channels);
  rows.forPieces(context, [&](int64_t piece, const Pixels& pixels, int64_t offset) {
    sums(pixels, offset, partial + piece * rows.channels);
  });
  sumRows(context, rows.pieces(), rows.channels, partial, dst);
}

void normalize(Context& context, const Rows& rows, const ChannelAffine& affine, const float* src,
               float* dst) {
  const ChannelNormTable& table = ECHODC_SIMD_TABLE(channelNormTable);
  rows.forPieces(context, [&](int64_t, const Pixels& pixels, int64_t offset) {
    table.normalize(pixels, affine, src + offset, dst + offset);
  });
}

}  // namespace

ECHODC_OPERATION(batchNorm) {
  const Rows rows(call.images("src"));
  const NormArguments a(call);
  const float momentum = call.number("momentum");
  auto* runningMean = call.outIfAny<float>("runningMean");
  auto* runningVariance = call.outIfAny<float>("runningVariance");
  Context& context = call.complete();
  const ChannelNormTable& table = ECHODC_SIMD_TABLE(channelNormTable);
  float* mean = a.moments.mean;
  float* squares = a.moments.inverseStd;
  sumPieces(context, rows, mean, [&](const Pixels& pixels, int64_t offset, float* sums) {
    table.sums(pixels, a.src + offset, sums);
  });
  const auto count = static_cast<float>(rows.count);
  for (int c = 0; c < rows.channels; ++c) mean[c] /= count;
  sumPieces(context, rows, squares, [&](const Pixels& pixels, int64_t offset, float* sums) {
    table.squares(pixels, a.src + offset, mean, sums);
  });
  if (runningMean)
    for (int c = 0; c < rows.channels; ++c) {
      runningMean[c] = (1 - momentum) * runningMean[c] + momentum * mean[c];
      runningVariance[c] =
          (1 - momentum) * runningVariance[c] + momentum * (squares[c] / (count - 1));
    }
  float* factor = context.shared("batch norm").get<float>(rows.channels);
  for (int c = 0; c < rows.channels; ++c) {
    a.moments.inverseStd[c] = inverseStdOf(squares[c] / count);
    factor[c] = a.scale[c] * a.moments.inverseStd[c];
  }
  normalize(context, rows, {mean, factor, a.shift}, a.src, a.dst);
}

ECHODC_OPERATION(batchNormBackward) {
  const Rows rows(call.images("src"));
  const NormBackwardArguments a(call);
  Context& context = call.complete();
  const ChannelNormTable& table = ECHODC_SIMD_TABLE(channelNormTable);
  const int channels = rows.channels;
  const int64_t partialSize = rows.pieces() * channels;
  float* partial = context.shared("batch norm sums").get<float>(2 * partialSize);
  float* memory = context.shared("batch norm").get<float>(5 * channels);
  float *gradientSums = memory, *productSums = memory + channels, *factor = memory + 2 * channels,
        *constant = memory + 3 * channels, *slope = memory + 4 * channels;
  rows.forPieces(context, [&](int64_t piece, const Pixels& pixels, int64_t offset) {
    float* own = partial + piece * channels;
    table.gradientSums(pixels, a.moments.mean, a.src + offset, a.dstGradient + offset, own,
                       own + partialSize);
  });
  sumRows(context, rows.pieces(), channels, partial, gradientSums);
  sumRows(context, rows.pieces(), channels, partial + partialSize, productSums);
  const auto count = static_cast<float>(rows.count);
  for (int c = 0; c < channels; ++c) {
    const float inverseStd = a.moments.inverseStd[c];
    factor[c] = a.scale[c] * inverseStd;
    constant[c] = factor[c] * (gradientSums[c] / count);
    slope[c] = factor[c] * (productSums[c] / count) * inverseStd * inverseStd;
    if (a.scaleGradient) {
      a.scaleGradient[c] = productSums[c] * inverseStd;
      a.shiftGradient[c] = gradientSums[c];
    }
  }
  if (!a.srcGradient) return;
  rows.forPieces(context, [&](int64_t, const Pixels& pixels, int64_t offset) {
    table.gradient(pixels, {a.moments.mean, factor, constant, slope}, a.src + offset,
                   a.dstGradient + offset, a.srcGradient + offset);
  });
}

ECHODC_OPERATION(batchNormInference) {
  const Rows rows(call.images("src"));
  const auto* scale = call.in<float>("scale");
  const auto* shift = call.in<float>("shift");
  const auto* mean = call.in<float>("runningMean");
  const auto* variance = call.in<float>("runningVariance");
  const auto* src = call.in<float>("src");
  auto* dst = call.out<float>("dst");
  Context& context = call.complete();
  float* factor = context.shared("batch norm").get<float>(rows.channels);
  for (int c = 0; c < rows.channels; ++c) factor[c] = scale[c] * inverseStdOf(variance[c]);
  normalize(context, rows, {mean, factor, shift}, src, dst);
}

}  // namespace echodc::cpu
