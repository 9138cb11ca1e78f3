// Maximum mean discrepancy the way a framework computes it, one step after the other over whole
// matrices: the Gram matrix of Z = [S; R] by matrix product, squared distances, one pass for each
// exponential, reductions, and a second matrix product for the gradient. All threads work on each
// step; the matrices of n x n pass through memory in between. For kernels of differences,
// differences of features take the place of both products.
#include <dnnl.h>

#include <algorithm>

#include "call.h"
#include "context.h"
#include "mmd_common.h"
#include "operations.h"
#include "simd/kernel_function.h"

namespace echodc::cpu {

namespace {

constexpr int kRowsAtOnce = 8;  // of a matrix that one thread passes over

class UnfusedMmd {
 public:
  UnfusedMmd(Context& context, MmdKernel kernel, const FeatureShape& shape)
      : context_(context),
        kernel_(kernel),
        usesBandwidth_(usesBandwidth(kernel)),
        ofDifferences_(isOfDifferences(kernel)),
        shape_(shape),
        n_(shape.synthetic + shape.real) {
    const int64_t pairs = int64_t{n_} * n_;
    features_ = context.shared("mmd features").get<float>(int64_t{n_} * shape.dimensions);
    norms_ = context.shared("mmd norms").get<float>(n_);
    gram_ = context.shared("mmd gram").get<float>(pairs);
    kernels_ = context.shared("mmd kernel").get<float>(pairs);
    weights_ = context.shared("mmd weights").get<float>(int64_t{shape.synthetic} * n_);
    sums_ = context.shared("mmd row sums").get<RowSums>(n_);
  }

  // One class. mean is subtracted from the features, null for none; loss may be null.
  void run(const float* synthetic, const float* real, const float* mean, float* gradient,
           float* loss) {
    copyFeatures(synthetic, real, mean);
    if (ofDifferences_)
      distancesFromDifferences();
    else
      product('T', n_, n_, shape_.dimensions, 1, features_, features_, shape_.dimensions, gram_);
    if (isOfDistances(kernel_))
      exponentials(loss != nullptr);
    else
      dotProducts(loss != nullptr);
    if (loss != nullptr) *loss = reduceKernel();
    reduceWeights();
    if (ofDifferences_) {
      gradientFromDifferences(gradient);
      return;
    }
    product('N', shape_.synthetic, shape_.dimensions, n_, -1, weights_, features_,
            shape_.dimensions, gradient);
    if (!usesBandwidth_) return;
    eachRow(shape_.synthetic, [&](int64_t row) {
      simd_.addScaled(shape_.dimensions, static_cast<float>(sums_[row].weight),
                      features_ + row * shape_.dimensions, gradient + row * shape_.dimensions);
    });
  }

 private:
  // Sums over one row of a matrix.
  struct RowSums {
    double distance, syntheticKernel, realKernel, weight;
  };

  template <typename Body>
  void eachRow(int64_t rows, const Body& body) {
    context_.parallelFor((rows + kRowsAtOnce - 1) / kRowsAtOnce, [&](int64_t item, int) {
      const int64_t end = std::min(rows, (item + 1) * kRowsAtOnce);
      for (int64_t row = item * kRowsAtOnce; row < end; ++row) body(row);
    });
  }

  // dst = factor * a op(b) in blocks of rows that do not depend on the number of threads, so that
  // sums are always taken in the same order.
  void product(char transposeB, int64_t rows, int64_t columns, int64_t inner, float factor,
               const float* a, const float* b, int64_t strideB, float* dst) {
    const int64_t block = std::clamp<int64_t>((rows + 127) / 128 * 16, 16, 256);
    context_.parallelFor((rows + block - 1) / block, [&](int64_t item, int) {
      const int64_t begin = item * block;
      dnnl_sgemm('N', transposeB, std::min(block, rows - begin), columns, inner, factor,
                 a + begin * inner, inner, b, strideB, 0, dst + begin * columns, columns);
    });
  }

  void copyFeatures(const float* synthetic, const float* real, const float* mean) {
    const int64_t d = shape_.dimensions;
    eachRow(n_, [&](int64_t row) {
      const float* src =
          row < shape_.synthetic ? synthetic + row * d : real + (row - shape_.synthetic) * d;
      float* dst = features_ + row * d;
      if (mean == nullptr) {
        std::copy_n(src, d, dst);
        return;
      }
      simd_.center(d, src, mean, dst);
      norms_[row] = static_cast<float>(simd_.squaredDeviation(d, src, mean));
    });
  }

  void distancesFromDifferences() {
    const int64_t d = shape_.dimensions;
    eachRow(n_, [&](int64_t row) {
      simd_.squaredDistances(d, features_ + row * d, n_, features_, gram_ + row * n_);
    });
  }

  void gradientFromDifferences(float* gradient) {
    const int64_t d = shape_.dimensions;
    eachRow(shape_.synthetic, [&](int64_t row) {
      std::fill_n(gradient + row * d, d, 0.0f);
      simd_.addDifferences(d, features_ + row * d, n_, weights_ + row * n_, features_,
                           gradient + row * d);
    });
  }

  // Makes squared distances of dot products; the result is the inverse bandwidth.
  float distancesFromProducts() {
    eachRow(n_, [&](int64_t row) {
      float* distances = gram_ + row * n_;
      distances[row] = norms_[row];  // so that the distance to itself is exactly 0
      sums_[row].distance = simd_.distances(n_, norms_[row], norms_, distances);
    });
    double distanceSum = 0;
    for (int row = 0; row < n_; ++row) distanceSum += sums_[row].distance;
    return inverseBandwidth(distanceSum, n_);
  }

  // kernels_ (if wanted) and weights_ of a kernel of distances.
  void exponentials(bool wantKernel) {
    const float inverse = usesBandwidth_ ? distancesFromProducts() : 1;
    const int rows = wantKernel ? n_ : shape_.synthetic;
    eachRow(rows, [&](int64_t row) {
      if (wantKernel) std::fill_n(kernels_ + row * n_, n_, 0.0f);
      if (row < shape_.synthetic) std::fill_n(weights_ + row * n_, n_, 0.0f);
    });
    for (int i = 0; exponentialRate(kernel_, i) != 0; ++i) {
      const float weight = exponentialRate(kernel_, i) * inverse;
      eachRow(rows, [&](int64_t row) {
        simd_.addExponential(n_, -weight, weight, gram_ + row * n_,
                             wantKernel ? kernels_ + row * n_ : nullptr,
                             row < shape_.synthetic ? weights_ + row * n_ : nullptr);
      });
    }
  }

  // kernels_ (if wanted) and weights_ of a kernel of dot products.
  void dotProducts(bool wantKernel) {
    eachRow(wantKernel ? n_ : shape_.synthetic, [&](int64_t row) {
      simd_.evaluateDotProducts(kernel_, n_, gram_ + row * n_,
                                wantKernel ? kernels_ + row * n_ : nullptr,
                                row < shape_.synthetic ? weights_ + row * n_ : nullptr);
    });
  }

  // The three means of the kernel matrix.
  float reduceKernel() {
    eachRow(n_, [&](int64_t row) {
      const float* kernel = kernels_ + row * n_;
      sums_[row].syntheticKernel = simd_.sum(shape_.synthetic, kernel);
      sums_[row].realKernel = simd_.sum(shape_.real, kernel + shape_.synthetic);
    });
    double synthetic = 0, cross = 0, real = 0;
    for (int row = 0; row < n_; ++row) {
      if (row < shape_.synthetic) {
        synthetic += sums_[row].syntheticKernel;
        cross += sums_[row].realKernel;
      } else {
        real += sums_[row].realKernel;
      }
    }
    return discrepancy(shape_.synthetic, shape_.real, synthetic, cross, real);
  }

  // Scales the weights by the means' factors and sums them over rows.
  void reduceWeights() {
    const float synthetic = syntheticFactor(shape_.synthetic),
                real = realFactor(shape_.synthetic, shape_.real);
    eachRow(shape_.synthetic, [&](int64_t row) {
      float* weights = weights_ + row * n_;
#pragma omp simd
      for (int i = 0; i < shape_.synthetic; ++i) weights[i] *= synthetic;
#pragma omp simd
      for (int i = shape_.synthetic; i < n_; ++i) weights[i] *= real;
      sums_[row].weight = simd_.sum(n_, weights);
    });
  }

  Context& context_;
  MmdKernel kernel_;
  bool usesBandwidth_, ofDifferences_;
  FeatureShape shape_;
  int n_;
  const KernelFunctionTable& simd_ = ECHODC_SIMD_TABLE(kernelFunctionTable);
  float* features_;  // [n, D]
  float* norms_;     // [n]
  float* gram_;      // [n, n] dot products, then squared distances
  float* kernels_;   // [n, n]
  float* weights_;   // [M, n]
  RowSums* sums_;    // [n]
};

}  // namespace

void mmdUnfused(Context& context, MmdKernel kernel, const FeatureShape& shape,
                const float* synthetic, const float* real, float* gradient, float* loss) {
  const int64_t d = shape.dimensions;
  const float* means =
      usesBandwidth(kernel) ? classMeans(context, shape, synthetic, real).mean : nullptr;
  UnfusedMmd mmd(context, kernel, shape);
  for (int64_t group = 0; group < shape.classes; ++group)
    mmd.run(synthetic + group * shape.synthetic * d, real + group * shape.real * d,
            means == nullptr ? nullptr : means + group * d, gradient + group * shape.synthetic * d,
            loss == nullptr ? nullptr : loss + group);
}

ECHODC_OPERATION(mmdUnfused) {
  const MmdArguments mmd(call);
  const DiscrepancyArguments& a = mmd.features;
  mmdUnfused(call.complete(), mmd.kernel, a.shape, a.synthetic, a.real, a.gradient, a.loss);
}

}  // namespace echodc::cpu
