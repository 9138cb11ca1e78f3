package org.echodc.operation.image;

import java.util.function.BiFunction;
import org.echodc.operation.Arguments;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
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

  /** Holds the normalisation and augmentation of a batch of images to its shape. */
  void check(Arguments arguments, Normalization normalization, Tensor batch) {
    int count = batch.shape().extent(0);
    int channels = batch.shape().extent(3);
    arguments.require(
        normalization.channels() == channels,
        "normalization",
        "of " + channels + " channels",
        normalization);
    arguments.rank("augmentation", table, DataType.FLOAT32, 2);
    int rows = table.shape().extent(0);
    arguments.floats("augmentation", table, rows, AugmentationColumn.COUNT);
    arguments.require(
        count % rows == 0, "augmentation", "rows that divide " + count + " images", rows);
  }
}
