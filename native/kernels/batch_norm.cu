// Batch normalisation with affine, in training and in testing, and its gradients. See BatchNorm in
// Java.
//
//   h = (x - mean) inverseStd,  y = scale h + shift
//   With g the gradient w.r.t. y: shiftGradient = sum g, scaleGradient = sum g h,
//   srcGradient = scale inverseStd (g - shiftGradient / rows - h scaleGradient / rows).
//
//   src, dst [rows, channels], the pixels of all images; all else [channels] or, of the slices into
//   which the rows are cut, [slices, channels]. Results are overwritten, running statistics
//   updated.
//
// The sums of all slices are added up by every block that needs them, always in the same order:
// cheaper than a launch in between. Blocks: x over columns, y over slices.
#include "column_sums.cuh"
#include "element.cuh"
#include "shared/norm_epsilon.h"

namespace {

__device__ inline float rowsOfSlice(int slice, int rows, int sliceRows) {
  const int left = rows - slice * sliceRows;
  return static_cast<float>(left < sliceRows ? left : sliceRows);
}

}  // namespace

// Mean of each slice, and the sum of the squared distances from it.
extern "C" __global__ void __launch_bounds__(kColumnThreads)
    batchNormMoments(int rows, int channels, int sliceRows, const float* __restrict__ src,
                     float* __restrict__ means, float* __restrict__ squares) {
  ECHODC_SHARED(float, scratch);
  const RowSlice slice(rows, channels, sliceRows);
  float sum = 0;
  for (int row = slice.first(); row < slice.end; row += kRows) sum += src[slice.at(row)];
  const float mean = sumOverRows(sum, scratch) / static_cast<float>(slice.end - slice.begin);
  float square = 0;
  for (int row = slice.first(); row < slice.end; row += kRows) {
    const float centred = src[slice.at(row)] - mean;
    square += centred * centred;
  }
  square = sumOverRows(square, scratch);
  if (!slice.exists || ownRow() != 0) return;
  means[slice.ofSlice(slice.index)] = mean;
  squares[slice.ofSlice(slice.index)] = square;
}

// The moments of all slices become those of the batch as Chan et al. (1979) say: to the slices'
// squares come those of their means. Running statistics are null where they are not to be updated.
extern "C" __global__ void __launch_bounds__(kColumnThreads)
    batchNormForward(int rows, int channels, int sliceRows, float momentum,
                     const float* __restrict__ means, const float* __restrict__ squares,
                     const float* __restrict__ scale, const float* __restrict__ shift,
                     const float* __restrict__ src, float* __restrict__ dst,
                     float* __restrict__ mean, float* __restrict__ inverseStd,
                     float* __restrict__ runningMean, float* __restrict__ runningVariance) {
  ECHODC_SHARED(float, scratch);
  const RowSlice slice(rows, channels, sliceRows);
  const int slices = static_cast<int>(gridDim.y), first = slice.exists ? ownRow() : slices;
  const float count = static_cast<float>(rows);
  float sum = 0;
  for (int s = first; s < slices; s += kRows)
    sum += means[slice.ofSlice(s)] * rowsOfSlice(s, rows, sliceRows);
  const float batchMean = sumOverRows(sum, scratch) / count;
  float square = 0;
  for (int s = first; s < slices; s += kRows) {
    const float distance = means[slice.ofSlice(s)] - batchMean;
    square += squares[slice.ofSlice(s)] + distance * distance * rowsOfSlice(s, rows, sliceRows);
  }
  square = sumOverRows(square, scratch);
  if (!slice.exists) return;
  const float ownInverseStd = 1.0f / sqrtf(square / count + echodc::kNormEpsilon);
  if (slice.index == 0 && ownRow() == 0) {
    mean[slice.channel] = batchMean;
    inverseStd[slice.channel] = ownInverseStd;
    if (runningMean) {
      const int c = slice.channel;
      runningMean[c] = (1 - momentum) * runningMean[c] + momentum * batchMean;
      runningVariance[c] = (1 - momentum) * runningVariance[c] + momentum * (square / (count - 1));
    }
  }
  const float factor = scale[slice.channel] * ownInverseStd, added = shift[slice.channel];
  for (int row = slice.first(); row < slice.end; row += kRows)
    dst[slice.at(row)] = (src[slice.at(row)] - batchMean) * factor + added;
}

// scaleSums, shiftSums: of each slice (affine_gradient.cu). Gradients are null where nobody wants
// them.
extern "C" __global__ void __launch_bounds__(kColumnThreads)
    batchNormBackward(int rows, int channels, int sliceRows, const float* __restrict__ scaleSums,
                      const float* __restrict__ shiftSums, const float* __restrict__ scale,
                      const float* __restrict__ src, const float* __restrict__ mean,
                      const float* __restrict__ inverseStd, const float* __restrict__ dstGradient,
                      float* __restrict__ srcGradient, float* __restrict__ scaleGradient,
                      float* __restrict__ shiftGradient) {
  ECHODC_SHARED(float, scratch);
  const RowSlice slice(rows, channels, sliceRows);
  const int slices = static_cast<int>(gridDim.y);
  float scaleSum = 0, shiftSum = 0;
  for (int s = slice.exists ? ownRow() : slices; s < slices; s += kRows) {
    scaleSum += scaleSums[slice.ofSlice(s)];
    shiftSum += shiftSums[slice.ofSlice(s)];
  }
  scaleSum = sumOverRows(scaleSum, scratch);
  shiftSum = sumOverRows(shiftSum, scratch);
  if (!slice.exists) return;
  if (scaleGradient && slice.index == 0 && ownRow() == 0) {
    scaleGradient[slice.channel] = scaleSum;
    shiftGradient[slice.channel] = shiftSum;
  }
  if (!srcGradient) return;
  const float ownMean = mean[slice.channel], ownInverseStd = inverseStd[slice.channel];
  const float factor = scale[slice.channel] * ownInverseStd;
  const float count = static_cast<float>(rows);
  const float constant = shiftSum / count, slope = scaleSum / count * ownInverseStd;
  for (int row = slice.first(); row < slice.end; row += kRows) {
    const long long at = slice.at(row);
    srcGradient[at] = factor * ((dstGradient[at] - constant) - (src[at] - ownMean) * slope);
  }
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    batchNormInference(long long elements, int channels, const float* __restrict__ scale,
                       const float* __restrict__ shift, const float* __restrict__ runningMean,
                       const float* __restrict__ runningVariance, const float* __restrict__ src,
                       float* __restrict__ dst) {
  const long long element = ownElement();
  if (element >= elements) return;
  const int channel = static_cast<int>(element % channels);
  const float factor = scale[channel] / sqrtf(runningVariance[channel] + echodc::kNormEpsilon);
  dst[element] = (src[element] - runningMean[channel]) * factor + shift[channel];
}
