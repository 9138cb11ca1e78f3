package org.echodc.benchmarks.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.echodc.operation.image.AugmentationColumn;

/**
 * Drawn parameters of augmentations, a row an image or one row for all, in the columns of {@link
 * AugmentationColumn}. The warp is the same in all rows, as in the published programs, where only
 * its parameters differ from image to image.
 *
 * @param values [rows, {@code AugmentationColumn.COUNT}]
 */
record TorchAugmentationRows(float[] values) {

  /** Values of column WARP. */
  enum Warp {
    NONE,
    CROP,
    SCALE,
    ROTATE
  }

  /** Checks that all rows have the same warp. */
  TorchAugmentationRows {
    float warp = values[AugmentationColumn.WARP.ordinal()];
    for (int row = 0; row < values.length; row += AugmentationColumn.COUNT) {
      if (values[row + AugmentationColumn.WARP.ordinal()] != warp) {
        throw new IllegalArgumentException("rows differ in their warp: " + Arrays.toString(values));
      }
    }
  }

  /**
   * Draws all that condensation applies, once for a batch: colour, crop and cutout.
   *
   * @param size height and width of the images
   */
  static TorchAugmentationRows siamese(Random random, int size) {
    return draw(random, 1, size, Warp.CROP, false);
  }

  /** Draws all that evaluation applies, for each image of a batch. */
  static TorchAugmentationRows perImage(Random random, int images, int size) {
    Warp[] warps = {Warp.CROP, Warp.SCALE, Warp.ROTATE};
    return draw(random, images, size, warps[random.nextInt(warps.length)], true);
  }

  /** Draws rows with one warp; {@code mayFlip} says whether images are mirrored at random. */
  static TorchAugmentationRows draw(Random random, int rows, int size, Warp warp, boolean mayFlip) {
    float[] values = new float[rows * AugmentationColumn.COUNT];
    for (int row = 0; row < rows; row++) {
      float[] drawn = AugmentationColumn.neutralRow();
      set(drawn, AugmentationColumn.FLIP, mayFlip && random.nextBoolean() ? 1 : 0);
      set(drawn, AugmentationColumn.BRIGHTNESS, random.nextFloat() - 0.5f);
      set(drawn, AugmentationColumn.SATURATION, 2 * random.nextFloat());
      set(drawn, AugmentationColumn.CONTRAST, random.nextFloat() + 0.5f);
      set(drawn, AugmentationColumn.WARP, warp.ordinal());
      set(drawn, AugmentationColumn.WARP_A, warpParameter(random, warp, size));
      set(drawn, AugmentationColumn.WARP_B, warpParameter(random, warp, size));
      set(drawn, AugmentationColumn.CUTOUT, 1);
      set(drawn, AugmentationColumn.CUTOUT_ROW, random.nextInt(size + 1));
      set(drawn, AugmentationColumn.CUTOUT_COLUMN, random.nextInt(size + 1));
      System.arraycopy(drawn, 0, values, row * drawn.length, drawn.length);
    }
    return new TorchAugmentationRows(values);
  }

  /** Every one of some single rows, again and again for a number of images. */
  static TorchAugmentationRows repeated(List<TorchAugmentationRows> single, int images) {
    int columns = AugmentationColumn.COUNT;
    float[] values = new float[single.size() * images * columns];
    for (int row = 0; row < single.size() * images; row++) {
      System.arraycopy(single.get(row / images).values(), 0, values, row * columns, columns);
    }
    return new TorchAugmentationRows(values);
  }

  private static void set(float[] row, AugmentationColumn column, float value) {
    row[column.ordinal()] = value;
  }

  private static float warpParameter(Random random, Warp warp, int size) {
    int reach = (int) (size / 8.0 + 0.5);
    float u = random.nextFloat();
    return switch (warp) {
      case NONE -> 0;
      case CROP -> random.nextInt(2 * reach + 1) - reach;
      case SCALE -> 1 / 1.2f + u * (1.2f - 1 / 1.2f);
      case ROTATE -> (float) Math.toRadians(15 * (2 * u - 1));
    };
  }

  /** Number of rows. */
  int count() {
    return values.length / AugmentationColumn.COUNT;
  }

  /** The warp of all rows. */
  Warp warp() {
    return Warp.values()[(int) values[AugmentationColumn.WARP.ordinal()]];
  }

  /** Whether any row has something other than 0 in a column. */
  boolean uses(AugmentationColumn column) {
    for (int row = 0; row < count(); row++) {
      if (values[row * AugmentationColumn.COUNT + column.ordinal()] != 0) {
        return true;
      }
    }
    return false;
  }
}
