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
// computes one image or a few small ones at a time, and of these a panel of channels after the
// other, so that what comes after the convolution finds a panel in its cache.
class WinogradConvolution {
 public:
  enum class Pass { forward, backwardInput };

  // The most images at a time.
  static constexpr int kMostImages = 16;

  // Transforms weight, [3, 3, in, out] of the forward pass. The object is for one operation: its
  // memory is that of the context.
  WinogradConvolution(Context&, const ConvolutionShape&, Pass, const float* weight);

  // How many images to take at a time: 1 unless they are small. The results do not depend on it.
  int imagesAtOnce() const { return imagesAtOnce_; }

  // The first channel of a panel, which runs to that of the next, and at last to all channels.
  int panels() const { return panels_; }
  int channel(int panel) const;
  int mostChannels() const;  // of a panel

  // Transforms consecutive images; then for each panel: multiplies them, and writes the channels of
  // image `image` of `images` to dst, which points to the first of them, pixels dstStride apart.
  void transform(int thread, int images, const ConstActivations& src) const;
  void multiply(int thread, int images, int panel) const;
  void write(int thread, int image, int images, int panel, float* dst, int64_t dstStride) const;

  // All of that: consecutive images from src to dst[image].
  void run(int thread, int images, const ConstActivations& src, float* const* dst) const;

 private:
  WinogradShape shape_;
  int imagesAtOnce_, panels_;
  const float* weight_;
  std::vector<float*> srcTiles_, products_;
};

// Sums the gradient of the weight over images. Each thread has sums of its own, in its own cache.
class WinogradWeightGradient {
 public:
  WinogradWeightGradient(Context&, const ConvolutionShape&);

  // The most images between two calls of add.
  int imagesAtOnce() const { return imagesAtOnce_; }

  // Starts a sum.
  void clear(int thread) const;

  // Image `image` of `images`; then add adds the products of them all, in their order.
  void transform(int thread, int image, int images, const ConstActivations& src,
                 const float* dstGradient) const;
  void add(int thread, int images) const;

  // Writes the sum, [3, 3, in, out].
  void store(int thread, float* weightGradient) const;

 private:
  WinogradShape shape_;
  int imagesAtOnce_;
  int64_t sumsSize_;
  std::vector<float*> srcTiles_, gradientTiles_, sums_;
};

}  // namespace echodc::cpu
