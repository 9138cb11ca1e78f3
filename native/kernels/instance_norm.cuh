// Instance normalisation of one image by a block: 32 channels x 8 rows of threads, which walk the
// pixels.
//
//   h = (x - mean) inverseStd,  y = scale h + shift
//   With g the gradient w.r.t. y: shiftGradient = sum g, scaleGradient = sum g h,
//   srcGradient = scale inverseStd (g - mean of g - h * mean of g h).
#pragma once

#include "column_sums.cuh"
#include "shared/norm_epsilon.h"

// The channel of an image that a thread works on.
struct ImageChannel {
  long long image;
  int channel, channels;
  bool exists;

  // Blocks: x over images, y over groups of channels.
  __device__ inline explicit ImageChannel(int imageChannels)
      : image(blockIdx.x),
        channel(static_cast<int>(blockIdx.y) * kColumns + ownColumn()),
        channels(imageChannels),
        exists(channel < imageChannels) {}

  // Offset of the channel's first pixel among images of so many pixels.
  __device__ inline long long offset(int pixels) const {
    return image * pixels * channels + channel;
  }

  __device__ inline long long statistic() const { return image * channels + channel; }
};

struct Moments {
  float mean, inverseStd;
};

// Of the channel at src; two passes, because the square of the mean may dwarf the variance.
__device__ inline Moments momentsOf(const ImageChannel& own, const float* src, int pixels,
                                    float* scratch) {
  const int first = own.exists ? ownRow() : pixels;
  float sum = 0;
  for (int p = first; p < pixels; p += kRows) sum += src[static_cast<long long>(p) * own.channels];
  const float mean = sumOverRows(sum, scratch) / static_cast<float>(pixels);
  float squares = 0;
  for (int p = first; p < pixels; p += kRows) {
    const float centred = src[static_cast<long long>(p) * own.channels] - mean;
    squares += centred * centred;
  }
  const float variance = sumOverRows(squares, scratch) / static_cast<float>(pixels);
  return {mean, 1.0f / sqrtf(variance + echodc::kNormEpsilon)};
}

// In this form NaN stays NaN.
__device__ inline float reluOf(float value) { return value < 0 ? 0.0f : value; }

// What the backward pass of a channel needs; the gradient passes where the result was positive.
struct ChannelBackward {
  float mean, inverseStd, factor, shift;
  bool relu;
  float constantPart, centredPart;

  __device__ inline ChannelBackward(const ImageChannel& own, const float* means,
                                    const float* inverseStds, const float* scales,
                                    const float* shifts, bool withRelu)
      : mean(0),
        inverseStd(0),
        factor(0),
        shift(0),
        relu(withRelu),
        constantPart(0),
        centredPart(0) {
    if (!own.exists) return;
    mean = means[own.statistic()];
    inverseStd = inverseStds[own.statistic()];
    factor = scales[own.channel] * inverseStd;
    shift = shifts[own.channel];
  }

  __device__ inline float masked(float centred, float gradient) const {
    return relu && centred * factor + shift <= 0 ? 0.0f : gradient;
  }

  // Takes the rows' shares of sum g and sum g (x - mean) of the image; all threads of the block
  // call it. scaleSums, shiftSums [images, channels]: the images' shares of the parameters'
  // gradients, null where nobody wants them.
  __device__ inline void setSums(const ImageChannel& own, float gradientSum, float productSum,
                                 int pixels, float* scratch, float* scaleSums, float* shiftSums) {
    gradientSum = sumOverRows(gradientSum, scratch);
    productSum = sumOverRows(productSum, scratch);
    if (!own.exists) return;
    if (scaleSums && ownRow() == 0) {
      scaleSums[own.statistic()] = productSum * inverseStd;
      shiftSums[own.statistic()] = gradientSum;
    }
    const float share = 1.0f / static_cast<float>(pixels);
    constantPart = factor * gradientSum * share;
    centredPart = factor * inverseStd * (productSum * inverseStd) * share;
  }

  __device__ inline float result(float centred, float gradient) const {
    return (factor * gradient - constantPart) - centred * centredPart;
  }
};
