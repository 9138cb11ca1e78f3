#include "weight_sums.h"

#include "simd/elementwise.h"

namespace echodc::cpu {

WeightSums::WeightSums(Context& context, ImageConvolution& convolution, int batch)
    : context_(context),
      convolution_(convolution),
      groups_(batch),
      size_(convolution.packedWeightElements()),
      groupSums_(context.shared("weight sums").get<float>((groups_.count + 1) * size_)),
      imageGradients_(localFloats(context, "weight", size_)) {}

void WeightSums::add(int64_t group, int image, int thread, const float* src,
                     const float* dstGradient) {
  float* sum = groupSums_ + group * size_;
  if (image == groups_.begin(group)) {
    convolution_.run(context_, thread, src, sum, dstGradient);
  } else {
    convolution_.run(context_, thread, src, imageGradients_[thread], dstGradient);
    ECHODC_SIMD_TABLE(elementwiseTable).accumulate(size_, imageGradients_[thread], sum);
  }
}

void WeightSums::finish(float* weightGradient) {
  float* total = groupSums_ + groups_.count * size_;
  sumRows(context_, groups_.count, size_, groupSums_, total);
  convolution_.unpackWeight(context_, total, weightGradient);
}

}  // namespace echodc::cpu
