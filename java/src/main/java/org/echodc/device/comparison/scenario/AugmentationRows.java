package org.echodc.device.comparison.scenario;

import static org.echodc.operation.image.AugmentationColumn.BRIGHTNESS;
import static org.echodc.operation.image.AugmentationColumn.CONTRAST;
import static org.echodc.operation.image.AugmentationColumn.CUTOUT;
import static org.echodc.operation.image.AugmentationColumn.CUTOUT_COLUMN;
import static org.echodc.operation.image.AugmentationColumn.CUTOUT_ROW;
import static org.echodc.operation.image.AugmentationColumn.FLIP;
import static org.echodc.operation.image.AugmentationColumn.SATURATION;
import static org.echodc.operation.image.AugmentationColumn.WARP;
import static org.echodc.operation.image.AugmentationColumn.WARP_A;
import static org.echodc.operation.image.AugmentationColumn.WARP_B;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.AugmentationPolicy.Transform;

/**
 * Augmentation tables on the host, with every column in the range that a device draws it from. They
 * are inputs of a scenario, so that a device's own draw does not decide what its images must be.
 */
public final class AugmentationRows {
  private static final double LARGEST_SCALE = 1.2;
  private static final double LARGEST_ANGLE = Math.toRadians(15);

  private AugmentationRows() {}

  /** A table FLOAT32 [groups, {@link AugmentationColumn#COUNT}]. */
  static float[] table(String policy, int imageSize, int groups, long seed) {
    Random random = new Random(seed);
    float[] table = new float[groups * AugmentationColumn.COUNT];
    for (int group = 0; group < groups; group++) {
      float[] row = drawn(random, AugmentationPolicy.parse(policy), imageSize, group);
      System.arraycopy(row, 0, table, group * row.length, row.length);
    }
    return table;
  }

  /** Warps take turns, so that a short table has each. */
  private static float[] drawn(Random random, AugmentationPolicy policy, int imageSize, int group) {
    float[] row = AugmentationColumn.neutralRow();
    if (policy.transforms().contains(Transform.FLIP)) {
      row[FLIP.ordinal()] = random.nextInt(2);
    }
    if (policy.transforms().contains(Transform.COLOR)) {
      row[BRIGHTNESS.ordinal()] = random.nextFloat() - 0.5f;
      row[SATURATION.ordinal()] = 2 * random.nextFloat();
      row[CONTRAST.ordinal()] = random.nextFloat() + 0.5f;
    }
    List<Transform> warps =
        Stream.of(Transform.CROP, Transform.SCALE, Transform.ROTATE)
            .filter(policy.transforms()::contains)
            .toList();
    if (!warps.isEmpty()) {
      warp(random, warps.get(group % warps.size()), imageSize, row);
    }
    if (policy.transforms().contains(Transform.CUTOUT)) {
      row[CUTOUT.ordinal()] = 1;
      row[CUTOUT_ROW.ordinal()] = random.nextInt(imageSize);
      row[CUTOUT_COLUMN.ordinal()] = random.nextInt(imageSize);
    }
    return row;
  }

  private static void warp(Random random, Transform warp, int imageSize, float[] row) {
    row[WARP.ordinal()] = warp.ordinal() - Transform.CROP.ordinal() + 1;
    switch (warp) {
      case CROP -> {
        int reach = Math.round(imageSize / 8f);
        row[WARP_A.ordinal()] = random.nextInt(-reach, reach + 1);
        row[WARP_B.ordinal()] = random.nextInt(-reach, reach + 1);
      }
      case SCALE -> {
        row[WARP_A.ordinal()] = (float) random.nextDouble(1 / LARGEST_SCALE, LARGEST_SCALE);
        row[WARP_B.ordinal()] = (float) random.nextDouble(1 / LARGEST_SCALE, LARGEST_SCALE);
      }
      default -> row[WARP_A.ordinal()] = (float) random.nextDouble(-LARGEST_ANGLE, LARGEST_ANGLE);
    }
  }

  /** A row that changes nothing but for the columns given. */
  public static float[] row(Map<AugmentationColumn, Double> columns) {
    float[] row = AugmentationColumn.neutralRow();
    columns.forEach((column, value) -> row[column.ordinal()] = value.floatValue());
    return row;
  }
}
