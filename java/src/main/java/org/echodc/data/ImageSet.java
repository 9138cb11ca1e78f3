package org.echodc.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * Labelled images on the host, sorted by class.
 *
 * @param image [height, width, channels] of one image
 * @param pixels [n, height, width, channels], bytes 0..255 for pixels 0..1
 * @param bounds class k's images are {@code bounds[k] .. bounds[k + 1] - 1}
 */
public record ImageSet(Shape image, byte[] pixels, List<Integer> bounds) {

  /**
   * Sorts images by class; images of one class keep their order.
   *
   * @param pixels [n, height, width, channels]
   * @param labels n numbers below {@code classes}
   * @throws IllegalArgumentException if there are not as many pixels as n images have
   */
  public static ImageSet sortedByClass(Shape image, byte[] pixels, int[] labels, int classes) {
    int size = Math.toIntExact(image.elements());
    if (pixels.length != (long) size * labels.length) {
      throw new IllegalArgumentException(
          Text.format("%d pixels do not make %d images %s", pixels.length, labels.length, image));
    }
    int[] next = new int[classes + 1];
    for (int label : labels) {
      next[label + 1]++;
    }
    for (int label = 0; label < classes; label++) {
      next[label + 1] += next[label];
    }
    List<Integer> bounds = Arrays.stream(next).boxed().toList();
    byte[] sorted = new byte[pixels.length];
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(pixels, i * size, sorted, next[labels[i]]++ * size, size);
    }
    return new ImageSet(image, sorted, bounds);
  }

  /** No images, of a size. */
  public static ImageSet empty(Shape image, int classes) {
    return new ImageSet(image, new byte[0], Collections.nCopies(classes + 1, 0));
  }

  /** Number of images. */
  public int count() {
    return bounds.get(bounds.size() - 1);
  }

  /** Number of classes. */
  public int classes() {
    return bounds.size() - 1;
  }

  /** Number of images of a class. */
  public int count(int label) {
    return bounds.get(label + 1) - bounds.get(label);
  }

  /** Label of every image. */
  public int[] labels() {
    int[] labels = new int[count()];
    for (int label = 0; label < classes(); label++) {
      Arrays.fill(labels, bounds.get(label), bounds.get(label + 1), label);
    }
    return labels;
  }

  /** [n, height, width, channels]. */
  public Shape shape() {
    return Shape.of(count(), image.extent(0), image.extent(1), image.extent(2));
  }
}
