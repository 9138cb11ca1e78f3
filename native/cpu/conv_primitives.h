// oneDNN's convolution of one or a few images by one thread: primitives, memory descriptors and the
// layout of the weight, made once for each shape and kept in the Context.
#pragma once

#include <cstdint>
#include <dnnl.hpp>
#include <vector>

#include "context.h"
#include "operations.h"

namespace echodc::cpu {

enum class ConvolutionPass { forward, backwardInput, backwardWeight };

class DirectConvolution {
 public:
  // The batch of the shape is that of one run. To be called once in an operation, not once an
  // image: it looks up the primitive and gives it the threads' scratchpads.
  static DirectConvolution& get(Context&, const ConvolutionShape&, ConvolutionPass);

  DirectConvolution(Context&, const ConvolutionShape&, ConvolutionPass);

  // Floats of a weight gradient in the layout that the primitive writes.
  int64_t packedWeightElements() const;

  // A weight [k, k, in, out] in the layout that the primitive reads, valid until the next
  // call for the same pass; not for backwardWeight.
  const void* packWeight(Context&, const float* weight);

  // The way back, for backwardWeight only.
  void unpackWeight(Context&, const float* packed, float* weight);

  // Convolves consecutive images; the pass says which of the three is written.
  void run(Context&, int thread, const void* src, const void* packedWeight, const void* dst);

 private:
  void reorder(Context&, const dnnl::memory::desc& from, const void* src,
               const dnnl::memory::desc& to, void* dst);

  struct ThreadMemory {
    dnnl::memory src, weight, dst, scratchpad;
  };

  ConvolutionPass pass_;
  dnnl::primitive primitive_;
  dnnl::memory::desc weight_, packedWeight_, scratchpad_;
  dnnl::reorder
      reorder_;  // into the packed layout, of gradients out of it; unset if it is float hwio
  std::vector<ThreadMemory> threads_;
};

}  // namespace echodc::cpu
