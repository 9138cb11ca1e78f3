package org.echodc.benchmarks.work;

import org.echodc.benchmarks.ParameterValue;
import org.echodc.tensor.Shape;

/**
 * Size of a convolution, padded by half its kernel: with stride 1 and an odd kernel the image keeps
 * its side.
 *
 * @param side of the image, in pixels
 * @param inputs channels that it reads
 * @param outputs channels that it writes
 * @param kernel side of the window
 * @param stride step between windows
 */
public record ConvolutionSize(int side, int inputs, int outputs, int kernel, int stride) {

  /**
   * Reads {@code side x inputs x outputs x kernel x stride}, such as {@code 16x64x128x3x1}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static ConvolutionSize parse(String text) {
    int[] numbers =
        ParameterValue.extents(text, "SIDExINxOUTxKERNELxSTRIDE, such as 16x64x128x3x1", 5);
    return new ConvolutionSize(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
  }

  int padding() {
    return kernel / 2;
  }

  Shape images(int batch) {
    return Shape.of(batch, side, side, inputs);
  }

  Shape weight() {
    return Shape.of(kernel, kernel, inputs, outputs);
  }
}
