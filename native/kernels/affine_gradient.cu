// Gradients w.r.t. scale and shift of a normalisation, a slice of the rows at a time. See
// GroupNorm, LayerNorm and BatchNorm in Java.
//
//   scaleSums[slice, c] = sum g[r, c] (x[r, c] - mean) inverseStd
//   shiftSums[slice, c] = sum g[r, c]
//
//   src x, dstGradient g [rows, channels]; mean, inverseStd [images, groups]: an image is
//   rowsPerImage rows, a group consecutive channels; all sums overwritten
#include "column_sums.cuh"

// Blocks: x over columns, y over slices.
extern "C" __global__ void __launch_bounds__(kColumnThreads)
    affineGradientSums(int rows, int channels, int sliceRows, int rowsPerImage, int groups,
                       const float* __restrict__ src, const float* __restrict__ mean,
                       const float* __restrict__ inverseStd, const float* __restrict__ dstGradient,
                       float* __restrict__ scaleSums, float* __restrict__ shiftSums) {
  ECHODC_SHARED(float, scratch);
  const RowSlice slice(rows, channels, sliceRows);
  const int group = slice.exists ? slice.channel / (channels / groups) : 0;
  float scaleSum = 0, shiftSum = 0;
  for (int row = slice.first(); row < slice.end; row += kRows) {
    const long long statistic = static_cast<long long>(row / rowsPerImage) * groups + group;
    const long long at = slice.at(row);
    const float gradient = dstGradient[at];
    scaleSum += gradient * ((src[at] - mean[statistic]) * inverseStd[statistic]);
    shiftSum += gradient;
  }
  scaleSum = sumOverRows(scaleSum, scratch);
  shiftSum = sumOverRows(shiftSum, scratch);
  if (!slice.exists || ownRow() != 0) return;
  scaleSums[slice.ofSlice(slice.index)] = scaleSum;
  shiftSums[slice.ofSlice(slice.index)] = shiftSum;
}
