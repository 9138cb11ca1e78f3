// Gathering of images by index, normalised and augmented on the way, and of labels. See
// Gather and GatherLabels in Java.
//
//   images [n, height, width, channels]; indices [blocks]; rows [augmentation groups];
//   dst [blocks, height, width, channels]. A block makes one image. normalization: means, then
//   standard deviations, of the channels. An index outside the images gives NaN.
#include "augmentation.cuh"

namespace {

constexpr int kThreads = kImageThreads;

template <typename Pixel>
__device__ inline void gatherImage(const ImageShape& shape, int n, const Pixel* images, float whole,
                                   const float* normalization, const int* indices, int imagesOfRow,
                                   const AugmentationRow* rows, double* scratch, float* dst) {
  const int image = static_cast<int>(blockIdx.x), index = indices[image];
  float* to = dst + image * shape.elements();
  if (index < 0 || index >= n) {  // the same for the whole block
    for (int i = static_cast<int>(threadIdx.x); i < shape.elements(); i += kThreads) to[i] = NAN;
    return;
  }
  const Pixel* from = images + index * shape.elements();
  const auto normalised = [&](int y, int x, int c) {
    const float pixel =
        static_cast<float>(from[static_cast<long long>(y * shape.width + x) * shape.channels + c]);
    return (pixel / whole - normalization[c]) / normalization[shape.channels + c];
  };
  augment(rows[image / imagesOfRow], shape, normalised, scratch, to);
}

}  // namespace

extern "C" __global__ void __launch_bounds__(kThreads, 3)
    gatherBytes(int n, int height, int width, int channels,
                const unsigned char* __restrict__ images, const float* __restrict__ normalization,
                const int* __restrict__ indices, int imagesOfRow,
                const AugmentationRow* __restrict__ rows, float* __restrict__ dst) {
  ECHODC_SHARED(double, scratch);
  gatherImage({height, width, channels}, n, images, 255.0f, normalization, indices, imagesOfRow,
              rows, scratch, dst);
}

extern "C" __global__ void __launch_bounds__(kThreads, 3)
    gatherFloats(int n, int height, int width, int channels, const float* __restrict__ images,
                 const float* __restrict__ normalization, const int* __restrict__ indices,
                 int imagesOfRow, const AugmentationRow* __restrict__ rows,
                 float* __restrict__ dst) {
  ECHODC_SHARED(double, scratch);
  gatherImage({height, width, channels}, n, images, 1.0f, normalization, indices, imagesOfRow, rows,
              scratch, dst);
}

// dst[i] = values[indices[i]], -1 for an index outside the n values; a thread for each.
extern "C" __global__ void __launch_bounds__(kThreads)
    gatherLabels(long long count, int n, const int* __restrict__ values,
                 const int* __restrict__ indices, int* __restrict__ dst) {
  const long long i =
      static_cast<long long>(blockIdx.x) * kThreads + static_cast<long long>(threadIdx.x);
  if (i >= count) return;
  const int index = indices[i];
  dst[i] = index < 0 || index >= n ? -1 : values[index];
}
