// Some of the channels of images, put among others or taken from them. See Concatenate in Java.
//
//   part [pixels, channels], all [pixels, allChannels]; the part's channels are those of `all` from
//   `first` on. A thread copies one element of the part.
#include "element.cuh"

namespace {

__device__ inline long long placeAmongAll(long long element, int channels, int allChannels,
                                          int first) {
  const long long pixel = element / channels;
  return pixel * allChannels + first + (element - pixel * channels);
}

}  // namespace

extern "C" __global__ void __launch_bounds__(kElementThreads)
    putChannels(long long elements, int channels, int allChannels, int first,
                const float* __restrict__ part, float* __restrict__ all) {
  const long long element = ownElement();
  if (element < elements) all[placeAmongAll(element, channels, allChannels, first)] = part[element];
}

extern "C" __global__ void __launch_bounds__(kElementThreads)
    takeChannels(long long elements, int channels, int allChannels, int first,
                 const float* __restrict__ all, float* __restrict__ part) {
  const long long element = ownElement();
  if (element < elements) part[element] = all[placeAmongAll(element, channels, allChannels, first)];
}
