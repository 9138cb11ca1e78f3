// The gradient of a convolution's weight as matrix products over the whole batch, for weights so
// large that a sum of each thread's, or of each group of images, would cost more than the products.
#pragma once

#include <functional>
#include <vector>

#include "context.h"
#include "simd/winograd.h"

namespace echodc::cpu {

// Products src^T x gradient at several slices: the taps of a window, or Winograd's pairs of points.
// A tile is what a src pixel, or a transformed square of them, is there, with all its channels.
// Threads share the slices and the panels of dst channels, not the images, so each sum has one
// place. It is taken over runs of images first: the errors of one long sum would grow with its
// length, and Winograd's transforms magnify them.
class WeightSums {
 public:
  // tiles: those of one image, for each slice.
  WeightSums(Context&, int batch, int srcChannels, int dstChannels, std::vector<int> tiles);

  // Tiles of a run of images, for each slice, laid out as simd/winograd.h says: `src` in blocks,
  // `gradient` in panels of channels.
  struct Tiles {
    int images;
    std::vector<float*> src, gradient;
  };

  // Is to write the tiles of image number `image` as those of number `place` of the run, what fills
  // the last block and panel up being zero.
  using Pack = std::function<void(int image, int place, const Tiles&)>;

  // The sums over the batch, `stride` floats from slice to slice, each [panels of dst channels, src
  // channels, panel]. Valid until the next use in the context.
  struct Sums {
    const float* values;
    int64_t stride;
  };
  Sums sum(const Pack&) const;

 private:
  int imagesOf(int run) const;
  std::vector<Tiles> place(int firstRun, int runs) const;
  void add(int slice, int panel, const std::vector<Tiles>& runs, float* partial, float* sums) const;

  Context& context_;
  int batch_, srcChannels_, dstChannels_, imagesOfRun_, runs_, runsAtOnce_;
  std::vector<int> tiles_;
};

}  // namespace echodc::cpu
