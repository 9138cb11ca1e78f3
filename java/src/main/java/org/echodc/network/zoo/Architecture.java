package org.echodc.network.zoo;

import org.echodc.network.Network;
import org.echodc.tensor.Shape;

/**
 * Which network, whatever the images and classes: what one chooses by name.
 *
 * @param name one of {@link Networks#names}, or a variant of {@code convnet}
 * @param width channels of a ConvNet's blocks; others have their own
 * @param depth blocks of a ConvNet; others have their own
 */
public record Architecture(String name, int width, int depth) {
  private static final int LEAST_USUAL_DEPTH = 3;
  private static final int MAX_USUAL_DEPTH = 8;

  /** The ConvNet of dataset condensation. */
  public static Architecture convNet(int width, int depth) {
    return new Architecture(Networks.CONVNET, width, depth);
  }

  /** The network of another name; width and depth matter if that is a ConvNet's. */
  public Architecture withName(String other) {
    return new Architecture(other, width, depth);
  }

  /** Whether width and depth are chosen: those of a ConvNet are. */
  public boolean hasSize() {
    return name.startsWith(Networks.CONVNET);
  }

  /**
   * The depth of a ConvNet that leaves 2 to 4 rows of features, but at least 3.
   *
   * @param image [height, width, channels]
   */
  public static int usualDepth(Shape image) {
    int shorter = Math.min(image.extent(0), image.extent(1));
    int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(shorter - 1);
    return Math.min(MAX_USUAL_DEPTH, Math.max(LEAST_USUAL_DEPTH, halvings - 2));
  }

  /**
   * The network for images.
   *
   * @param image [height, width, channels] of the images it reads
   * @param classes outputs of the classifier
   * @throws IllegalArgumentException if there is no such network, or the images are too small for
   *     it
   */
  public Network of(Shape image, int classes) {
    return Networks.of(this, image, classes);
  }

  /** How it is called, such as {@code ConvNet-3 of width 128} or {@code vgg-11}. */
  public String description() {
    return hasSize()
        ? name.replace(Networks.CONVNET, "ConvNet-" + depth) + " of width " + width
        : name;
  }
}
