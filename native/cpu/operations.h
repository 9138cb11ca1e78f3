// The operations of the CPU device: what the package org.echodc.operation documents, on raw
// pointers. call.h is how Java gets to them.
//
// Images are NHWC, values float unless said otherwise, results are overwritten. Arguments were
// checked in Java. Failures are C++ exceptions; cpu_jni.cpp turns them into Java's. Results are
// bitwise the same for any number of threads: work is cut into pieces that do not depend on it, and
// sums over pieces are taken in a fixed order.
#pragma once

#include <cstdint>
#include <vector>

#include "bfloat16.h"
#include "shared/augmentation_row.h"
#include "shared/initial_value.h"
#include "shared/mmd_kernel.h"
#include "shared/philox.h"

namespace echodc::cpu {

class Context;  // threads, oneDNN primitives and workspaces of one device: context.h

// ---- Random numbers (random.cpp)

struct InitialSegment {
  int64_t size;
  InitialDistribution distribution;
};

void initialize(Context&, const RandomKey&, const std::vector<InitialSegment>&, float* dst);

// bounds: groups + 1 numbers; dst: [groups, count].
void sample(Context&, const RandomKey&, const int32_t* bounds, int groups, int first, int count,
            int32_t* dst);

// policy: bits of Transform; dst: [groups].
void drawAugmentation(Context&, const RandomKey&, unsigned policy, int imageSize, int groups,
                      AugmentationRow* dst);

// Adds one to the counter that keys are made from.
void advance(Context&, int32_t* step);

// ---- Images (gather.cpp, decode.cpp, cut_mix.cpp; augmentation.h transforms one image)

struct ImageShape {
  int height, width, channels;

  int64_t pixels() const { return static_cast<int64_t>(height) * width; }
  int64_t elements() const { return pixels() * channels; }
};

struct Normalization {
  std::vector<float> mean, std;  // one a channel
};

// Image i of count uses row i / (count / rows).
struct Augmentation {
  const AugmentationRow* table;
  int rows;
};

// Exactly one of bytes and floats is set: pixels as bytes / 255 or as they are.
struct PixelSource {
  const uint8_t* bytes;
  const float* floats;
  int images;  // valid indices are 0 .. images - 1; others throw std::out_of_range
};

void gather(Context&, const ImageShape&, const PixelSource&, const Normalization&,
            const int32_t* indices, int count, const Augmentation&, float* dst);

// Indices outside 0 .. valueCount - 1 throw std::out_of_range.
void gatherLabels(Context&, const int32_t* values, int valueCount, const int32_t* indices,
                  int64_t count, int32_t* dst);

// Decoded image number: class * ipc * factor^2 + tile * ipc + image of the class.
struct Decoding {
  int storedImages;  // classes * ipc
  int ipc, factor;
};

void decode(Context&, const ImageShape&, const Decoding&, const float* stored,
            const int32_t* selection, int count, const Normalization&, const Augmentation&,
            float* dst);

void decodeBackward(Context&, const ImageShape&, const Decoding&, const float* dstGradient,
                    const int32_t* selection, int count, const Normalization&, const Augmentation&,
                    float* storedGradient);

void cutMix(Context&, const RandomKey&, float probability, const ImageShape&, int batch,
            const float* src, const int32_t* labels, float* dst, int32_t* partners, float* weight);

// ---- Network (conv_block.cpp, convolution.cpp, instance_norm_passes.cpp, pool.cpp, linear.cpp,
// ...)

// 3x3 convolution of stride 1, instance norm, ReLU, 2x2 average pooling.
struct ConvBlockShape {
  int batch;
  ImageShape src;
  int outputChannels;
  int padding;

  ImageShape convolution() const {
    return {src.height + 2 * padding - 2, src.width + 2 * padding - 2, outputChannels};
  }
  ImageShape dst() const {
    const ImageShape c = convolution();
    return {c.height / 2, c.width / 2, c.channels};
  }
};

struct ConvBlockParameters {
  const float* weight;  // [3, 3, in, out]
  const float* scale;   // [out]
  const float* shift;   // [out]
};

// Activations and statistics saved for backward; null pointers where there is no backward pass.
struct ConvBlockSaved {
  Activations convolution;  // [batch, height, width, out], before normalisation
  float* mean;              // [batch, out]
  float* inverseStd;        // [batch, out]

  explicit operator bool() const { return static_cast<bool>(convolution); }
};

// The same, to be read.
struct ConstConvBlockSaved {
  ConstActivations convolution;
  const float* mean;
  const float* inverseStd;
};

// Null pointers are not wanted; src is the forward input, an activation saved for backward, needed
// for weight. Gradients of
// parameters are to be had where all else is float.
struct ConvBlockGradients {
  Activations srcGradient;
  const float* src;
  float* weight;
  float* scale;
  float* shift;
};

// What is BF16 in memory is multiplied and summed up in float.
void convBlockForward(Context&, const ConvBlockShape&, const ConvBlockParameters&,
                      const ConstActivations& src, const Activations& dst, const ConvBlockSaved&);

void convBlockBackward(Context&, const ConvBlockShape&, const ConvBlockParameters&,
                       const ConstConvBlockSaved&, const ConstActivations& dstGradient,
                       const ConvBlockGradients&);

struct ConvolutionShape {
  int batch;
  ImageShape src;
  int outputChannels;
  int kernel, stride, padding;

  ImageShape dst() const {
    return {(src.height + 2 * padding - kernel) / stride + 1,
            (src.width + 2 * padding - kernel) / stride + 1, outputChannels};
  }
};

// bias: [out], null where there is none; nor is there a gradient of it then.
void convolutionForward(Context&, const ConvolutionShape&, const float* weight, const float* bias,
                        const float* src, float* dst);
void convolutionBackwardInput(Context&, const ConvolutionShape&, const float* weight,
                              const float* dstGradient, float* srcGradient);
void convolutionBackwardWeight(Context&, const ConvolutionShape&, const float* src,
                               const float* dstGradient, float* weightGradient,
                               float* biasGradient);

struct InstanceNorm {
  const float* scale;
  const float* shift;
  bool relu;
};

// mean, inverseStd: [batch, channels], saved for backward.
void instanceNormForward(Context&, int batch, const ImageShape&, const InstanceNorm&,
                         const float* src, float* dst, float* mean, float* inverseStd);
// Gradients of parameters are null where they are not wanted.
void instanceNormBackward(Context&, int batch, const ImageShape&, const InstanceNorm&,
                          const float* src, const float* mean, const float* inverseStd,
                          const float* dstGradient, float* srcGradient, float* scaleGradient,
                          float* shiftGradient);

// The shape is that of the larger, unpooled image.
void averagePoolForward(Context&, int batch, const ImageShape&, const float* src, float* dst);
void averagePoolBackward(Context&, int batch, const ImageShape&, const float* dstGradient,
                         float* srcGradient);

void add(Context&, int64_t elements, const float* left, const float* right, float* dst);

struct LinearShape {
  int batch, inputs, outputs;
};

// weight: [in, out].
void linearForward(Context&, const LinearShape&, const float* weight, const float* bias,
                   const float* src, float* dst);
// Gradients are null where they are not wanted.
void linearBackward(Context&, const LinearShape&, const float* weight, const float* src,
                    const float* dstGradient, float* srcGradient, float* weightGradient,
                    float* biasGradient);

struct MixedLabels {
  const int32_t* labels;
  const int32_t* partners;
  const float* weight;  // [1]
};

void softmaxCrossEntropy(Context&, int batch, int classes, const float* logits, const MixedLabels&,
                         float* loss, float* gradient);

// Adds to *correct.
void countCorrect(Context&, int batch, int classes, const float* logits, const int32_t* labels,
                  int32_t* correct);

// ---- Matching and optimisation (mmd*.cpp, feature_means.cpp, sgd.cpp, fill.cpp)

struct FeatureShape {
  int classes, synthetic, real, dimensions;  // K, M, N, D
};

// synthetic: [K, M, D], real: [K, N, D], gradient: [K, M, D], loss: [K] or null if not wanted.
void mmdFused(Context&, MmdKernel, const FeatureShape&, const float* synthetic, const float* real,
              float* gradient, float* loss);
void mmdUnfused(Context&, MmdKernel, const FeatureShape&, const float* synthetic, const float* real,
                float* gradient, float* loss);

// ||mean(S) - mean(R)||^2 and its gradient, 2 / M (mean(S) - mean(R)) in every row; arguments as
// above.
void meanDistance(Context&, const FeatureShape&, const float* synthetic, const float* real,
                  float* gradient, float* loss);

struct Sgd {
  float learningRate, momentum, weightDecay;
  bool clamp;
  float low, high;
};

void sgdStep(Context&, const Sgd&, int64_t elements, float* parameters, const float* gradient,
             float* velocity);

void fill(Context&, int64_t elements, float value, float* dst);
void fill(Context&, int64_t elements, int32_t value, int32_t* dst);

}  // namespace echodc::cpu
