// Measured on one core of an EPYC 9004 (Zen 4, AVX-512), in percent of the rate of a matrix product
// of 512 x 512 x 512, a convolution counting as its plain sums. Batches of 64 or some more.
//
//                        forward          to the input              to the weight
//   in-out@side      direct Winograd  direct Winograd fold  direct Winograd batched tapwise
//   3x3 3-64@32          85       37      17       25   45      53       32      25      12
//   3x3 32-32@32         99      232      97      208   77      98      222     164      50
//   3x3 64-64@16        109      280     107      268   88     100      242     199      75
//   3x3 128-128@8       118      318     118      309   87     105      243     241      90
//   3x3 256-256@4       135      310     132      273   63      84      154     264     114
//   3x3 512-512@4       141      317     138      242   70      74       61     266     121
//   3x3 512-512@2        94      262      87      171   43      38       57     226     142
//   3x3 s2 32-64@32      91                76            80     83                       57
//   3x3 s2 128-256@16    90                98            83     84                       84
//   3x3 s2 128-256@8    104                98            63     64                       87
//   3x3 s2 256-512@8    112               101            46     59                       96
//   1x1 32-64@32         83                67            67     80                       55
//   1x1 128-256@8        85                89            76     81                       74
//   1x1 s2 64-128@16     49                40            51     69                       57
//   1x1 s2 256-512@8     81                46            42     80                       80
//   5x5 3-128@32         87                20            64     71                       17
//   5x5 128-192@16      118      500     117      450   40   103      342     390      83
//   7x7 s2 3-64@112      95                18            58     81                       11
//
// Above 100: taps that meet the padding only are left out. 1x1 is bound by memory.
#include "convolution_choice.h"

#include <algorithm>

#include "winograd.h"

namespace echodc::cpu {

namespace {

// With fewer channels most lanes of Winograd's vectors would be empty, and its transforms cost more
// than its products save.
constexpr int kWinogradChannels = 16;

// Winograd's sums of this many bytes, twice those of 64 -> 64 channels, are added up in a thread's
// own cache; larger ones wait for the last-level cache, with every group of images anew.
constexpr int64_t kCachedSums = 1280 << 10;

// A row of the matrix product that is folded has the taps of a pixel; these many channels fill it,
// and above oneDNN's own kernel does.
constexpr int kFoldedChannels = 8;

// So few pixels of an image make a matrix product of their own slow, and do not make up for the way
// to memory and back of large weight gradients, a few for each group of images.
constexpr int kFewPixels = 16;

// Below so many channels the vectors of tiles are half empty.
constexpr int kTapwiseChannels = 64;

// Pairs of an output along one axis and a tap that meet a pixel and not the padding.
int64_t meetings(const ConvolutionShape& s, int srcSide, int dstSide) {
  int64_t sum = 0;
  for (int dst = 0; dst < dstSide; ++dst) {
    const int first = dst * s.stride - s.padding;
    sum += std::max(0, std::min(first + s.kernel, srcSide) - std::max(first, 0));
  }
  return sum;
}

// Whether Winograd's products, at three quarters of a plain product's rate, take less time than
// plain sums.
bool winogradIsFaster(const ConvolutionShape& s) {
  if ((s.kernel != 3 && s.kernel != 5) || s.stride != 1) return false;
  if (std::min(s.src.channels, s.outputChannels) < kWinogradChannels) return false;
  const ImageShape dst = s.dst();
  const int64_t direct =
      meetings(s, s.src.height, dst.height) * meetings(s, s.src.width, dst.width);
  const WinogradShape winograd = forwardWinograd(s);
  return 4 * int64_t{winograd.points()} * winograd.tiles() < 3 * direct;
}

}  // namespace

ConvolutionWay wayForward(const ConvolutionShape& s) {
  return winogradIsFaster(s) ? ConvolutionWay::winograd : ConvolutionWay::direct;
}

ConvolutionWay wayBackwardInput(const ConvolutionShape& s) {
  if (winogradIsFaster(s)) return ConvolutionWay::winograd;
  // oneDNN computes the gradients of pixels that no window covers too.
  const bool leavesPixelsOut = s.kernel < s.stride && s.dst().pixels() > kFewPixels;
  return leavesPixelsOut || s.src.channels <= kFoldedChannels ? ConvolutionWay::fold
                                                              : ConvolutionWay::direct;
}

ConvolutionWay wayBackwardWeight(const ConvolutionShape& s) {
  const int64_t weights = int64_t{s.src.channels} * s.outputChannels;
  if (winogradIsFaster(s)) {
    const int64_t sums = forwardWinograd(s).points() * weights * int64_t{sizeof(float)};
    return sums <= kCachedSums ? ConvolutionWay::winograd : ConvolutionWay::batchedWinograd;
  }
  return s.dst().pixels() <= kFewPixels &&
                 std::min(s.src.channels, s.outputChannels) >= kTapwiseChannels
             ? ConvolutionWay::tapwise
             : ConvolutionWay::direct;
}

}  // namespace echodc::cpu
