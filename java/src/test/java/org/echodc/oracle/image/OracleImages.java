package org.echodc.oracle.image;

import org.echodc.tensor.Shape;

/** Extents of an NHWC batch, and where an element lies in it. */
public record OracleImages(int count, int height, int width, int channels) {

  public static OracleImages of(Shape shape) {
    return new OracleImages(shape.extent(0), shape.extent(1), shape.extent(2), shape.extent(3));
  }

  OracleImages single() {
    return new OracleImages(1, height, width, channels);
  }

  public int at(int image, int row, int column, int channel) {
    return ((image * height + row) * width + column) * channels + channel;
  }

  public boolean contains(int row, int column) {
    return row >= 0 && row < height && column >= 0 && column < width;
  }

  public int pixels() {
    return height * width;
  }

  public int imageElements() {
    return pixels() * channels;
  }

  public int elements() {
    return count * imageElements();
  }
}
