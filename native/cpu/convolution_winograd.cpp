// 3x3 and 5x5 convolution of stride 1 on Winograd's products.
#include <algorithm>

#include "batch.h"
#include "convolution_bias.h"
#include "convolution_ways.h"
#include "simd/winograd_transforms.h"
#include "weight_sums.h"
#include "winograd.h"

namespace echodc::cpu {

namespace {

void convolve(Context& context, const ConvolutionShape& shape, WinogradConvolution::Pass pass,
              const float* weight, const float* src, int64_t srcSize, float* dst, int64_t dstSize,
              const Bias& bias = {}) {
  const WinogradConvolution convolution(context, shape, pass, weight);
  forImages(context, shape.batch, convolution.imagesAtOnce(),
            [&](int first, int count, int thread) {
              convolution.run(thread, count, src + first * srcSize, dst + first * dstSize);
              bias.addTo(count * dstSize, dst + first * dstSize);
            });
}

}  // namespace

void winogradForward(Context& context, const ConvolutionShape& shape, const float* weight,
                     const float* bias, const float* src, float* dst) {
  convolve(context, shape, WinogradConvolution::Pass::forward, weight, src, shape.src.elements(),
           dst, shape.dst().elements(), {bias, shape.outputChannels});
}

void winogradBackwardInput(Context& context, const ConvolutionShape& shape, const float* weight,
                           const float* dstGradient, float* srcGradient) {
  convolve(context, shape, WinogradConvolution::Pass::backwardInput, weight, dstGradient,
           shape.dst().elements(), srcGradient, shape.src.elements());
}

void winogradBackwardWeight(Context& context, const ConvolutionShape& shape, const float* src,
                            const float* dstGradient, float* weightGradient) {
  const WinogradWeightGradient gradient(context, shape);
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  gradient.sum(
      [&](int first, int images, int thread) {
        for (int i = 0; i < images; ++i)
          gradient.transform(thread, i, images, src + (first + i) * srcSize,
                             dstGradient + (first + i) * dstSize);
      },
      weightGradient);
}

void batchedWinogradBackwardWeight(Context& context, const ConvolutionShape& shape,
                                   const float* src, const float* dstGradient,
                                   float* weightGradient) {
  const WinogradTransformTable& simd = ECHODC_SIMD_TABLE(winogradTransformTable);
  const WinogradShape of = forwardWinograd(shape);
  const int tiles = of.tiles();
  const int64_t srcSize = shape.src.elements(), dstSize = shape.dst().elements();
  const WeightSums products(context, shape.batch, of.srcChannels, of.dstChannels,
                            std::vector<int>(of.points(), tiles));
  const float* sums = products
                          .sum([&](int image, int place, const WeightSums::Tiles& to) {
                            const WinogradPlace own = {place * tiles, to.images * tiles};
                            simd.src(of, src + image * srcSize, own, to.src[0]);
                            simd.gradient(of, dstGradient + image * dstSize, own, to.gradient[0]);
                          })
                          .values;
  context.parallelFor(of.srcChannels, [&](int64_t channel, int) {
    simd.weightSums(of, static_cast<int>(channel), sums, weightGradient);
  });
}

}  // namespace echodc::cpu
