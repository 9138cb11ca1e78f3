// 3x3 and 5x5 convolutions of stride 1 on simd/winograd.h: workspaces, and which tiles are
// multiplied at once.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "operations.h"
#include "simd/winograd.h"

namespace echodc::cpu {

// What the forward pass of a convolution of 3x3 or 5x5 taps and stride 1 is to the transforms, with
// the smaller tiles.
WinogradShape forwardWinograd(const ConvolutionShape&);

// Takes images to their convolution, or gradients of that to gradients of the images. A thread
// computes one image or a few small ones at a time, and of these a panel of channels after the
// other, so that what comes after the convolution finds a panel in its cache.
class WinogradConvolution {
 public:
  enum class Pass { forward, backwardInput };

  // Transforms weight, [taps, taps, in, out] of the forward pass. The object is for one operation:
  // its memory is that of the context, whose precision may allow large tiles.
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

  // All of that, to consecutive images of dst.
  void run(int thread, int images, const ConstActivations& src, float* dst) const;

 private:
  int64_t weightPanelSize() const;

  WinogradShape shape_;
  int imagesAtOnce_, panels_;
  const float* weight_;
  std::vector<float*> srcTiles_, products_;
};

// Sums the gradient of the weight over images, a fixed number of groups of them. Each thread has
// sums of its own, in its own cache.
class WinogradWeightGradient {
 public:
  WinogradWeightGradient(Context&, const ConvolutionShape&);

  // Is to transform the images [first, first + images), on this thread.
  using TransformImages = std::function<void(int first, int images, int thread)>;

  // Writes the sum over the batch, [taps, taps, in, out].
  void sum(const TransformImages&, float* weightGradient) const;

  // Image `image` of the `images` that TransformImages was called with.
  void transform(int thread, int image, int images, const ConstActivations& src,
                 const float* dstGradient) const;

 private:
  // Adds the products of the transformed images, in their order.
  void add(int thread, int images) const;

  Context& context_;
  WinogradShape shape_;
  int batch_, imagesAtOnce_;
  int64_t sumsSize_;
  std::vector<float*> srcTiles_, gradientTiles_, sums_;
};

}  // namespace echodc::cpu
