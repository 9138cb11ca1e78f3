// Maximum mean discrepancy tile by tile: no matrix of all pairs is ever stored.
//
// A piece of work is a block of rows of S with all columns of Z. For one tile of columns after the
// other a matrix product gives dot products, one pass turns them into weights and sums, and a
// second product adds the weighted columns to the gradient. The real-real term has no gradient: it
// is a sum over the upper triangle of blocks, and only computed where the loss is wanted. For
// kernels of differences, differences of features take the place of both products.
//
// Memory beyond tiles of a few MB a thread: the centred S, and the centred R where it is small.
#include <dnnl.h>

#include <algorithm>
#include <vector>

#include "batch.h"
#include "call.h"
#include "mmd_common.h"
#include "mmd_features.h"
#include "operations.h"
#include "simd/kernel_function.h"

namespace echodc::cpu {

namespace {

constexpr int kMostRows = 256, kMostColumns = 256;  // of a tile
constexpr int64_t kTileFloats = int64_t{1} << 19;   // features of a tile's columns, about
constexpr int64_t kKeptFloats = int64_t{1} << 23;   // centred R larger than this is not kept
constexpr int kRealMultiple = 64;  // blocks of the real-real term are multiples of this
constexpr int kWantedPieces = 16;  // if possible, for as many threads
constexpr int kFewestRows = 128;   // of a block, if possible: each reads and packs all columns

// Workspaces for features that are centred whenever they are read.
constexpr const char* kRowsName = "mmd rows";
constexpr const char* kColumnsName = "mmd columns";

class FusedMmd {
 public:
  FusedMmd(Context& context, MmdKernel kernel, const FeatureShape& shape, const float* synthetic,
           const float* real)
      : context_(context),
        kernel_(kernel),
        usesBandwidth_(usesBandwidth(kernel)),
        ofDifferences_(isOfDifferences(kernel)),
        shape_(shape),
        synthetic_("mmd synthetic", shape.classes, shape.synthetic, shape.dimensions, synthetic),
        real_("mmd real", shape.classes, shape.real, shape.dimensions, real),
        rowBlocks_(shape.synthetic, rowsOfBlock(shape)),
        syntheticTiles_(shape.synthetic, columnsOfTile(shape)),
        realTiles_(shape.real, columnsOfTile(shape)),
        realBlocks_(shape.real,
                    std::min<int64_t>(columnsOfTile(shape),
                                      roundUp(divideUp(shape.real, 4), kRealMultiple))) {
    if (usesBandwidth_) center(classMeans(context, shape, synthetic, real));
  }

  void run(float* gradient, float* loss) {
    const int64_t gradientPieces = int64_t{shape_.classes} * rowBlocks_.count;
    const int64_t realPieces = loss == nullptr ? 0 : int64_t{shape_.classes} * realBlocks_.count;
    sums_ = context_.shared("mmd sums").get<Sums>(gradientPieces + realPieces);
    tiles_ = localFloats(context_, "mmd tile", kMostRows * kMostColumns);
    synthetic_.reserve(context_, kRowsName, rowBlocks_.part);
    for (const char* name : {kRowsName, kColumnsName})
      real_.reserve(context_, name, std::max(realTiles_.part, realBlocks_.part));
    context_.parallelFor(gradientPieces + realPieces, [&](int64_t item, int thread) {
      sums_[item] = item < gradientPieces ? gradientPiece(item, thread, gradient)
                                          : realPiece(item - gradientPieces, thread);
    });
    if (loss == nullptr) return;
    for (int group = 0; group < shape_.classes; ++group) {
      Sums total = {};
      for (int i = 0; i < rowBlocks_.count; ++i)
        total.add(sums_[int64_t{group} * rowBlocks_.count + i]);
      for (int i = 0; i < realBlocks_.count; ++i)
        total.add(sums_[gradientPieces + int64_t{group} * realBlocks_.count + i]);
      loss[group] =
          discrepancy(shape_.synthetic, shape_.real, total.synthetic, total.cross, total.real);
    }
  }

 private:
  // Sums of k over pairs of synthetic, of synthetic and real, and of real features.
  struct Sums {
    double synthetic, cross, real;

    void add(const Sums& other) {
      synthetic += other.synthetic;
      cross += other.cross;
      real += other.real;
    }
  };

  // Features with their place among those of their class.
  struct Block {
    const float* features;
    const float* norms;
    RowRange range;
  };

  static int64_t rowsOfBlock(const FeatureShape& shape) {
    const int64_t parts = std::max(
        divideUp(shape.synthetic, kMostRows),
        std::min(divideUp(kWantedPieces, shape.classes), divideUp(shape.synthetic, kFewestRows)));
    return roundUp(divideUp(shape.synthetic, parts), 8);
  }

  static int64_t columnsOfTile(const FeatureShape& shape) {
    return std::clamp<int64_t>(kTileFloats / shape.dimensions / 16 * 16, 16, kMostColumns);
  }

  void center(const ClassMeans& means) {
    const int64_t realFloats = int64_t{shape_.classes} * shape_.real * shape_.dimensions;
    synthetic_.center(context_, means.mean, true);
    real_.center(context_, means.mean, realFloats <= kKeptFloats);
    inverseBandwidths_ = context_.shared("mmd bandwidths").get<float>(shape_.classes);
    const double n = double{1} * shape_.synthetic + shape_.real;
    for (int group = 0; group < shape_.classes; ++group) {
      // sum_ij d2(i,j) = 2 n sum_i ||z_i||^2 - 2 ||sum_i z_i||^2, and centred features add up to n
      // times what was lost when rounding their mean.
      const double norms = synthetic_.normSum(group) + real_.normSum(group);
      inverseBandwidths_[group] =
          inverseBandwidth(2 * n * norms - 2 * n * n * means.residual[group],
                           int64_t{shape_.synthetic} + shape_.real);
    }
  }

  Block block(const Features& features, const char* workspace, int thread, int64_t group,
              const RowRange& range) {
    return {features.rows(context_, workspace, thread, group, range), features.norms(group, range),
            range};
  }

  // Leaves the weights of a tile in `gram` and returns the sum of its kernel values.
  double evaluate(int64_t group, const Block& rows, const Block& columns, bool sameFeatures,
                  float factor, float* gram, double* rowSums) {
    const dnnl_dim_t d = shape_.dimensions;
    const auto& simd = ECHODC_SIMD_TABLE(kernelFunctionTable);
    if (ofDifferences_) {
      for (int64_t row = 0; row < rows.range.count; ++row)
        simd.squaredDistances(d, rows.features + row * d, columns.range.count, columns.features,
                              gram + row * columns.range.count);
    } else {
      dnnl_sgemm('N', 'T', rows.range.count, columns.range.count, d, 1, rows.features, d,
                 columns.features, d, 0, gram, columns.range.count);
    }
    const KernelTile tile = {
        rows.range.count, columns.range.count, gram, rows.norms, columns.norms, factor, rowSums};
    if (usesBandwidth_ && sameFeatures) setDiagonal(tile, rows.range.begin - columns.range.begin);
    return simd.evaluate(kernel_, tile, usesBandwidth_ ? inverseBandwidths_[group] : 1);
  }

  // Makes the distance of a feature to itself exactly 0: dot product = norm. Row i is column i +
  // offset.
  static void setDiagonal(const KernelTile& tile, int offset) {
    for (int row = std::max(0, -offset); row < std::min(tile.rows, tile.columns - offset); ++row)
      tile.gram[int64_t{row} * tile.columns + row + offset] = tile.rowNorms[row];
  }

  Sums gradientPiece(int64_t item, int thread, float* gradient) {
    const int64_t group = item / rowBlocks_.count;
    const Block rows =
        block(synthetic_, kRowsName, thread, group, rowBlocks_.range(item % rowBlocks_.count));
    const dnnl_dim_t d = shape_.dimensions;
    float* dst = gradient + (group * shape_.synthetic + rows.range.begin) * d;
    float* gram = tiles_[thread];
    double rowSums[kMostRows] = {};
    bool first = true;
    if (ofDifferences_) std::fill_n(dst, rows.range.count * d, 0.0f);
    const auto addColumns = [&](const Features& features, const Partition& tiles, bool sameFeatures,
                                float factor) {
      double kernelSum = 0;
      for (int i = 0; i < tiles.count; ++i) {
        const Block columns = block(features, kColumnsName, thread, group, tiles.range(i));
        kernelSum += evaluate(group, rows, columns, sameFeatures, factor, gram, rowSums);
        if (ofDifferences_) {
          addDifferences(rows, columns, gram, dst);
          continue;
        }
        dnnl_sgemm('N', 'N', rows.range.count, d, columns.range.count, -1, gram,
                   columns.range.count, columns.features, d, first ? 0 : 1, dst, d);
        first = false;
      }
      return kernelSum;
    };
    Sums sums = {};
    sums.synthetic =
        addColumns(synthetic_, syntheticTiles_, true, syntheticFactor(shape_.synthetic));
    sums.cross = addColumns(real_, realTiles_, false, realFactor(shape_.synthetic, shape_.real));
    if (usesBandwidth_) {
      const auto& simd = ECHODC_SIMD_TABLE(kernelFunctionTable);
      for (int row = 0; row < rows.range.count; ++row)
        simd.addScaled(d, static_cast<float>(rowSums[row]), rows.features + row * d, dst + row * d);
    }
    return sums;
  }

  void addDifferences(const Block& rows, const Block& columns, const float* weights,
                      float* gradient) const {
    const int64_t d = shape_.dimensions;
    const auto& simd = ECHODC_SIMD_TABLE(kernelFunctionTable);
    for (int64_t row = 0; row < rows.range.count; ++row)
      simd.addDifferences(d, rows.features + row * d, columns.range.count,
                          weights + row * columns.range.count, columns.features,
                          gradient + row * d);
  }

  // Blocks on and above the diagonal; those above it stand for their mirror images too.
  Sums realPiece(int64_t item, int thread) {
    const int64_t group = item / realBlocks_.count, first = item % realBlocks_.count;
    const Block rows = block(real_, kRowsName, thread, group, realBlocks_.range(first));
    float* gram = tiles_[thread];
    double rowSums[kMostColumns] = {};  // of no use here
    Sums sums = {};
    sums.real = evaluate(group, rows, rows, true, 1, gram, rowSums);
    for (int64_t i = first + 1; i < realBlocks_.count; ++i) {
      const Block columns = block(real_, kColumnsName, thread, group, realBlocks_.range(i));
      sums.real += 2 * evaluate(group, rows, columns, false, 1, gram, rowSums);
    }
    return sums;
  }

  Context& context_;
  MmdKernel kernel_;
  bool usesBandwidth_, ofDifferences_;
  FeatureShape shape_;
  Features synthetic_, real_;
  Partition rowBlocks_, syntheticTiles_, realTiles_, realBlocks_;
  float* inverseBandwidths_ = nullptr;  // [classes]
  std::vector<float*> tiles_;           // of each thread: dot products or distances, then weights
  Sums* sums_ = nullptr;                // of each piece
};

}  // namespace

void mmdFused(Context& context, MmdKernel kernel, const FeatureShape& shape, const float* synthetic,
              const float* real, float* gradient, float* loss) {
  if (kernel == MmdKernel::linear)  // its three means of dot products are products of means
    meanDistance(context, shape, synthetic, real, gradient, loss);
  else
    FusedMmd(context, kernel, shape, synthetic, real).run(gradient, loss);
}

ECHODC_OPERATION(mmdFused) {
  const MmdArguments mmd(call);
  const DiscrepancyArguments& a = mmd.features;
  mmdFused(call.complete(), mmd.kernel, a.shape, a.synthetic, a.real, a.gradient, a.loss);
}

}  // namespace echodc::cpu
