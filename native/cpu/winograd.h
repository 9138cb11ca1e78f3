// 3x3 convolutions of stride 1 on simd/winograd.h: workspaces, and which tiles are multiplied at
// once.
#pragma once

#include <cstdint>
#include <vector>

#include "operations.h"
#include "simd/winograd.h"

namespace echodc::cpu {

// Whether a convolution is one of these.
bool isWinograd(const ConvolutionShape&);

// Takes images to their convolution, or gradients of that to gradients of the images. A thread
// computes a few images at a time, from one layer's activations to the next in its own cache.
class WinogradConvolution {
 public:
  enum class Pass { forward, backwardInput };

  // The most images of one call of run.
  static constexpr int kMostImages = 16;

  // Transforms weight, [3, 3, in, out] of the forward pass. The object is for one operation: its
  // memory is that of the context.
  WinogradConvolution(Context&, const ConvolutionShape&, Pass, const float* weight);

  // How many images there are to be in a call of run: 1 unless they are small.
  int imagesAtOnce() const { return imagesAtOnce_; }

  // Consecutive images from src to dst[image]. The results do not depend on how many they are.
  void run(int thread, int images, const ConstActivations& src, float* const* dst) const;

 private:
  WinogradShape shape_;
  int imagesAtOnce_, rowsAtOnce_;
  const float* weight_;
  std::vector<float*> srcTiles_, products_;
};

// Sums the gradient of the weight over images: transform each, from any thread, then add them all.
class WinogradWeightGradient {
 public:
  WinogradWeightGradient(Context&, const ConvolutionShape&);

  // The most images between two calls of add.
  int imagesAtOnce() const { return imagesAtOnce_; }

  // Image `image` of `images`.
  void transform(int image, int images, const ConstActivations& src,
                 const float* dstGradient) const;

  // Adds the products of `images` images, on all threads, in their order.
  void add(int images);

  // Writes the sum, [3, 3, in, out].
  void store(float* weightGradient) const;

 private:
  Context& context_;
  WinogradShape shape_;
  int imagesAtOnce_;
  float *srcTiles_, *gradientTiles_, *sums_;
};

}  // namespace echodc::cpu
