package org.echodc.device.operation;

import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Square convolution without bias.
 *
 * @param weight FLOAT32 [kernel, kernel, in, out]
 * @param stride step between windows
 * @param padding zeros around the image on every side
 */
public record Convolution(Tensor weight, int stride, int padding) {

  /** Side of the window. */
  public int kernel() {
    return weight.shape().extent(0);
  }

  /** Shape of the result for images of shape {@code src}. */
  public Shape resultShape(Shape src) {
    return Shape.of(
        src.extent(0),
        (src.extent(1) + 2 * padding - kernel()) / stride + 1,
        (src.extent(2) + 2 * padding - kernel()) / stride + 1,
        weight.shape().extent(3));
  }
}
