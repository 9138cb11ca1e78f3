package org.echodc.oracle;

import org.echodc.tensor.Shape;

/** Extents of an NHWC batch, and where an element lies in it. */
record Images(int count, int height, int width, int channels) {

  static Images of(Shape shape) {
    return new Images(shape.extent(0), shape.extent(1), shape.extent(2), shape.extent(3));
  }

  Images single() {
    return new Images(1, height, width, channels);
  }

  int at(int image, int row, int column, int channel) {
    return ((image * height + row) * width + column) * channels + channel;
  }

  boolean contains(int row, int column) {
    return row >= 0 && row < height && column >= 0 && column < width;
  }

  int pixels() {
    return height * width;
  }

  int imageElements() {
    return pixels() * channels;
  }

  int elements() {
    return count * imageElements();
  }
}
