package org.echodc.benchmarks.work;

import org.echodc.benchmarks.ParameterValue;
import org.echodc.network.zoo.Networks;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/** The parameter that says which images a network reads. */
public final class ImageSize {
  /** Fashion-MNIST's for the usual ConvNet, which is how ECHO is compared; CIFAR's for others. */
  public static final String DEFAULT = "default";

  private static final Shape COLOR = Shape.of(32, 32, 3);
  private static final String FORM = "SIDExSIDExCHANNELS or " + DEFAULT;

  private ImageSize() {}

  /**
   * [height, width, channels] of the images of a network.
   *
   * @param text such as {@code 32x32x3}, or {@link #DEFAULT}
   * @param network its name
   * @throws IllegalArgumentException if it does not look like that; completes "parameter image ..."
   */
  public static Shape of(String text, String network) {
    if (text.equals(DEFAULT)) {
      return network.equals(Networks.CONVNET) ? Workloads.IMAGE : COLOR;
    }
    int[] extents = ParameterValue.extents(text, FORM, 3);
    if (extents[0] != extents[1]) {
      throw new IllegalArgumentException(Text.format("must be %s, not '%s'", FORM, text));
    }
    return Shape.of(extents);
  }
}
