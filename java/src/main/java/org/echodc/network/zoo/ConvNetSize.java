package org.echodc.network.zoo;

import org.echodc.tensor.Shape;

/**
 * Which ConvNet, whatever the images: what is chosen of a {@link ConvNet}.
 *
 * @param width channels of every block
 * @param depth number of blocks
 */
public record ConvNetSize(int width, int depth) {

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
