// Windows that move along one axis of images, as pooling has them.
#pragma once

struct Range {
  int begin, end;
};

// One axis of the images, and the windows along it.
struct WindowAxis {
  int pixels, windows, kernel, stride, padding;

  // The pixels of a window that lie in the image.
  __device__ inline Range pixelsOf(int window) const {
    const int begin = window * stride - padding;
    return {begin < 0 ? 0 : begin, begin + kernel < pixels ? begin + kernel : pixels};
  }

  // The windows that hold a pixel.
  __device__ inline Range windowsOf(int pixel) const {
    const int padded = pixel + padding, last = padded / stride;
    return {padded < kernel ? 0 : (padded - kernel) / stride + 1,
            last < windows ? last + 1 : windows};
  }
};
