package org.echodc.synthetic;

import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.failure.Cause;
import org.echodc.failure.UnsuitableException;
import org.echodc.text.Text;

/** Whether the classes of a data set have as many training images as are wanted. */
public final class ClassSizes {
  private ClassSizes() {}

  /** Checks that a real batch can be drawn of every class, without replacement. */
  public static void requireRealBatch(ImageDataset dataset, int realBatch) {
    require(dataset, realBatch, "for a real batch", Cause.CLASS_SMALLER_THAN_REAL_BATCH);
  }

  /**
   * Checks all classes.
   *
   * @param count images wanted of each class
   * @param purpose what for, to follow "are needed"
   * @param cause of the failure
   * @throws IllegalArgumentException naming the first class that has fewer
   */
  public static void require(ImageDataset dataset, int count, String purpose, Cause cause) {
    ImageSet train = dataset.train();
    for (int label = 0; label < train.classes(); label++) {
      if (train.count(label) < count) {
        throw new UnsuitableException(
            Text.format(
                "class %d (%s) of %s has %d training images, but %d are needed %s",
                label,
                dataset.classNames().get(label),
                dataset.name(),
                train.count(label),
                count,
                purpose),
            cause);
      }
    }
  }
}
