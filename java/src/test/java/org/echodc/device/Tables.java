package org.echodc.device;

import static org.echodc.operation.AugmentationColumn.CONTRAST;
import static org.echodc.operation.AugmentationColumn.SATURATION;

import java.util.Map;
import org.echodc.operation.AugmentationColumn;
import org.echodc.operation.AugmentationPolicy;
import org.echodc.operation.DrawAugmentation;
import org.echodc.operation.RandomPurpose;
import org.echodc.oracle.OracleDevice;

/** Augmentation tables on the host. */
final class Tables {
  private Tables() {}

  /** A table drawn by the oracle. */
  static float[] drawn(String policy, int imageSize, int groups, long seed) {
    try (OracleDevice oracle = new OracleDevice();
        Bench bench = new Bench(oracle)) {
      oracle.run(
          new DrawAugmentation(
              bench.key(seed, RandomPurpose.AUGMENTATION, 0),
              AugmentationPolicy.parse(policy),
              imageSize,
              bench.result("dst", groups, AugmentationColumn.COUNT)));
      return Values.floats(bench.results().get("dst").values());
    }
  }

  /** A row that changes nothing but for the columns given. */
  static float[] row(Map<AugmentationColumn, Double> columns) {
    float[] row = new float[AugmentationColumn.COUNT];
    row[SATURATION.ordinal()] = 1;
    row[CONTRAST.ordinal()] = 1;
    columns.forEach((column, value) -> row[column.ordinal()] = value.floatValue());
    return row;
  }
}
