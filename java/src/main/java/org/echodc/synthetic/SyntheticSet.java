package org.echodc.synthetic;

import org.echodc.operation.image.Decoding;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * A condensed data set on the host.
 *
 * @param image [height, width, channels] of one image
 * @param classes number of classes
 * @param decoding stored images per class and the factor that decodes them
 * @param pixels [classes ipc, height, width, channels] in [0, 1], class by class
 */
public record SyntheticSet(Shape image, int classes, Decoding decoding, float[] pixels) {

  /** Checks that there are as many pixels as the other numbers say. */
  public SyntheticSet {
    if (pixels.length != image.elements() * classes * decoding.ipc()) {
      throw new IllegalArgumentException(
          Text.format(
              "%d pixels do not make %d classes of %d images %s",
              pixels.length, classes, decoding.ipc(), image));
    }
  }

  /** Stored images of all classes. */
  public int storedImages() {
    return classes * decoding.ipc();
  }

  /** Shape of the stored images, [classes ipc, height, width, channels]. */
  public Shape storedShape() {
    return Shape.of(storedImages(), image.extent(0), image.extent(1), image.extent(2));
  }

  /** Images after decoding, of all classes. */
  public int decodedImages() {
    return classes * decoding.decodedPerClass();
  }
}
