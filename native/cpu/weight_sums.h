// The weight gradient of a convolution, summed over a batch in an order that does not depend on the
// number of threads.
#pragma once

#include <vector>

#include "batch.h"
#include "conv_primitives.h"

namespace echodc::cpu {

class WeightSums {
 public:
  // The convolution's pass is backwardWeight.
  WeightSums(Context&, ImageConvolution&, int batch);

  const ImageGroups& groups() const { return groups_; }

  // Adds one image's part; to be called in the order of a group's images, by one thread a group.
  void add(int64_t group, int image, int thread, const float* src, const float* dstGradient);

  // Adds up the groups; weightGradient: [k, k, in, out].
  void finish(float* weightGradient);

 private:
  Context& context_;
  ImageConvolution& convolution_;
  ImageGroups groups_;
  int64_t size_;
  float* groupSums_;  // [groups + 1, size]; the last row is their sum
  std::vector<float*> imageGradients_;
};

}  // namespace echodc::cpu
