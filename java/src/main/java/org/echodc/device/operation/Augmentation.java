package org.echodc.device.operation;

import java.util.function.BiFunction;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Augmentation of a batch by drawn parameters. The batch is cut into equal consecutive groups, as
 * many as the table has rows; all images of group g are transformed by row g.
 *
 * @param table FLOAT32 [groups, {@link AugmentationColumn#COUNT}]; neutral rows change nothing
 */
public record Augmentation(Tensor table) {

  /** An augmentation that changes nothing; {@code upload} brings its row to the device. */
  public static Augmentation neutral(BiFunction<float[], Shape, Tensor> upload) {
    return new Augmentation(
        upload.apply(AugmentationColumn.neutralRow(), Shape.of(1, AugmentationColumn.COUNT)));
  }
}
