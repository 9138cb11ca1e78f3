package org.echodc.condense;

import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.text.Text;

/** Whether the classes of a data set have as many training images as are wanted. */
public final class ClassSizes {
  private ClassSizes() {}

  /** Checks that a real batch can be drawn of every class, without replacement. */
  static void requireRealBatch(ImageDataset dataset, int realBatch) {
    require(dataset, realBatch, "for a real batch", "a smaller --real-batch");
  }

  /**
   * Checks all classes.
   *
   * @param count images wanted of each class
   * @param purpose what for, to follow "are needed"
   * @param cure what the user can change
   * @throws IllegalArgumentException naming the first class that has fewer
   */
  public static void require(ImageDataset dataset, int count, String purpose, String cure) {
    ImageSet train = dataset.train();
    for (int label = 0; label < train.classes(); label++) {
      if (train.count(label) < count) {
        throw new IllegalArgumentException(
            Text.format(
                "class %d (%s) of %s has %d training images, but %d are needed %s; use %s",
                label,
                dataset.classNames().get(label),
                dataset.name(),
                train.count(label),
                count,
                purpose,
                cure));
      }
    }
  }
}
