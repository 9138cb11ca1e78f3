package org.echodc.network.zoo;

import org.echodc.tensor.Shape;

/**
 * Which ConvNet, whatever the images: what is chosen of a {@link ConvNet}.
 *
 * @param width channels of every block
 * @param depth number of blocks
 */
public record ConvNetSize(int width, int depth) {
  private static final int LEAST_USUAL_DEPTH = 3;
  private static final int MAX_USUAL_DEPTH = 8;

  /**
   * The depth that leaves 2 to 4 rows of features, but at least 3.
   *
   * @param image [height, width, channels]
   */
  public static int usualDepth(Shape image) {
    int shorter = Math.min(image.extent(0), image.extent(1));
    int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(shorter - 1);
    return Math.min(MAX_USUAL_DEPTH, Math.max(LEAST_USUAL_DEPTH, halvings - 2));
  }

  /**
   * The ConvNet of this size.
   *
   * @param image [height, width, channels] of the images it reads
   * @param classes outputs of the classifier
   * @throws IllegalArgumentException if the images are too small for the depth
   */
  public ConvNet of(Shape image, int classes) {
    return new ConvNet(image, classes, width, depth);
  }
}
