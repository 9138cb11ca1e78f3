// The ways to compute a convolution and its gradients, between which convolution_choice.h chooses.
// Arguments are those of the functions in operations.h; workspaces are the Context's.
#pragma once

#include "operations.h"

namespace echodc::cpu {

// On oneDNN's direct convolution (convolution_direct.cpp): any shape.
void directForward(Context&, const ConvolutionShape&, const float* weight, const float* bias,
                   const float* src, float* dst);
void directBackwardInput(Context&, const ConvolutionShape&, const float* weight,
                         const float* dstGradient, float* srcGradient);
void directBackwardWeight(Context&, const ConvolutionShape&, const float* src,
                          const float* dstGradient, float* weightGradient);

// On Winograd's products (convolution_winograd.cpp): 3x3 or 5x5 taps, stride 1. The gradient of the
// weight is summed up over groups of images, or over the whole batch at once.
void winogradForward(Context&, const ConvolutionShape&, const float* weight, const float* bias,
                     const float* src, float* dst);
void winogradBackwardInput(Context&, const ConvolutionShape&, const float* weight,
                           const float* dstGradient, float* srcGradient);
void winogradBackwardWeight(Context&, const ConvolutionShape&, const float* src,
                            const float* dstGradient, float* weightGradient);
void batchedWinogradBackwardWeight(Context&, const ConvolutionShape&, const float* src,
                                   const float* dstGradient, float* weightGradient);

// The gradients of all taps as one matrix product, each then added to the pixel it belongs to
// (convolution_products.cpp): any shape.
void foldBackwardInput(Context&, const ConvolutionShape&, const float* weight,
                       const float* dstGradient, float* srcGradient);

// For each tap a matrix product over all pixels of the batch that it meets
// (convolution_products.cpp): any shape.
void tapwiseBackwardWeight(Context&, const ConvolutionShape&, const float* src,
                           const float* dstGradient, float* weightGradient);

}  // namespace echodc::cpu
