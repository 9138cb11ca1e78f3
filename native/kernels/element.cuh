// One thread an element: which element a thread computes, and where it lies among images.
#pragma once

#include "device.cuh"

constexpr int kElementThreads = 256;  // of a block

__device__ inline long long ownElement() {
  return static_cast<long long>(blockIdx.x) * kElementThreads + static_cast<long long>(threadIdx.x);
}

// Place of an element of [images, height, width, channels].
struct Place {
  int channel, x, y;
  long long image;

  __device__ inline Place(long long element, int height, int width, int channels) {
    const long long pixel = element / channels;
    channel = static_cast<int>(element - pixel * channels);
    const long long row = pixel / width;
    x = static_cast<int>(pixel - row * width);
    image = row / height;
    y = static_cast<int>(row - image * height);
  }
};
