package org.echodc.device;

import static org.echodc.device.operation.AugmentationColumn.CONTRAST;
import static org.echodc.device.operation.AugmentationColumn.SATURATION;

import java.util.Map;
import org.echodc.device.operation.AugmentationColumn;
import org.echodc.device.operation.AugmentationPolicy;
import org.echodc.device.operation.RandomPurpose;
import org.echodc.oracle.OracleDevice;

/** Augmentation tables on the host. */
final class Tables {
  private Tables() {}

  /** A table drawn by the oracle. */
  static float[] drawn(String policy, int imageSize, int groups, long seed) {
    try (OracleDevice oracle = new OracleDevice();
        Bench bench = new Bench(oracle)) {
      oracle.drawAugmentation(
          bench.key(seed, RandomPurpose.AUGMENTATION, 0),
          AugmentationPolicy.parse(policy),
          imageSize,
          bench.result("dst", groups, AugmentationColumn.COUNT));
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
