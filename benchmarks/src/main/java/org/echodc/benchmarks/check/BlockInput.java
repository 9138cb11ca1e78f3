package org.echodc.benchmarks.check;

import org.echodc.benchmarks.ParameterValue;

/**
 * Size of a block's input.
 *
 * @param side of the image, in pixels
 * @param channels of a pixel
 */
public record BlockInput(int side, int channels) {

  /**
   * Reads {@code side x channels}, such as {@code 16x128}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static BlockInput parse(String text) {
    int[] numbers = ParameterValue.extents(text, "SIDExCHANNELS, such as 16x128", 2);
    return new BlockInput(numbers[0], numbers[1]);
  }
}
