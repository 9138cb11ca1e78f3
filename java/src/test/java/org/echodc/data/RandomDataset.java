package org.echodc.data;

import java.util.Random;
import java.util.stream.IntStream;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;

/** A data set of noise, of any size. */
public final class RandomDataset {
  private RandomDataset() {}

  /**
   * Noise that is the same every time; the test set is the training set.
   *
   * @param image [height, width, channels] of one image
   */
  public static ImageDataset of(int classes, int imagesOfClass, Shape image) {
    int count = classes * imagesOfClass;
    byte[] pixels = new byte[Math.toIntExact(image.elements() * count)];
    new Random(1).nextBytes(pixels);
    int[] labels = IntStream.range(0, count).map(i -> i % classes).toArray();
    ImageSet images = ImageSet.sortedByClass(image, pixels, labels, classes);
    int channels = image.extent(2);
    return new ImageDataset(
        "random",
        IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
        new Normalization(
            IntStream.range(0, channels).mapToObj(c -> 0.5f).toList(),
            IntStream.range(0, channels).mapToObj(c -> 0.25f).toList()),
        true,
        images,
        images);
  }
}
