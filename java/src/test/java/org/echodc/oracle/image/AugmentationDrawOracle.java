package org.echodc.oracle.image;

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
import java.util.stream.Stream;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.AugmentationPolicy.Transform;
import org.echodc.oracle.RandomStream;

/** Draws one row of augmentation parameters; see {.link AugmentationColumn}. */
public final class AugmentationDrawOracle {
  private static final double LARGEST_SCALE = 1.2;
  private static final double LARGEST_ANGLE = Math.toRadians(15);

  private AugmentationDrawOracle() {}

  public static double[] row(RandomStream stream, AugmentationPolicy policy, int size, int group) {
    double[] row = new double[AugmentationColumn.COUNT];
    row[SATURATION.ordinal()] = 1;
    row[CONTRAST.ordinal()] = 1;
    double[] u = stream.uniforms(0, group);
    if (policy.transforms().contains(Transform.FLIP)) {
      row[FLIP.ordinal()] = u[0] < 0.5 ? 1 : 0;
    }
    if (policy.transforms().contains(Transform.COLOR)) {
      row[BRIGHTNESS.ordinal()] = u[1] - 0.5;
      row[SATURATION.ordinal()] = 2 * u[2];
      row[CONTRAST.ordinal()] = u[3] + 0.5;
    }
    drawWarp(stream.uniforms(1, group), policy, size, row);
    if (policy.transforms().contains(Transform.CUTOUT)) {
      double[] centre = stream.uniforms(2, group);
      int last = AugmentationOracle.cutoutSide(size) % 2 == 0 ? size : size - 1;
      row[CUTOUT.ordinal()] = 1;
      row[CUTOUT_ROW.ordinal()] = whole(centre[0], 0, last);
      row[CUTOUT_COLUMN.ordinal()] = whole(centre[1], 0, last);
    }
    return row;
  }

  private static void drawWarp(double[] u, AugmentationPolicy policy, int size, double[] row) {
    List<Transform> warps =
        Stream.of(Transform.CROP, Transform.SCALE, Transform.ROTATE)
            .filter(policy.transforms()::contains)
            .toList();
    if (warps.isEmpty()) {
      return;
    }
    Transform warp = warps.get(whole(u[0], 0, warps.size() - 1));
    row[WARP.ordinal()] = warp.ordinal() - Transform.CROP.ordinal() + 1;
    switch (warp) {
      case CROP -> {
        int reach = (int) Math.floor(size / 8.0 + 0.5);
        row[WARP_A.ordinal()] = whole(u[1], -reach, reach);
        row[WARP_B.ordinal()] = whole(u[2], -reach, reach);
      }
      case SCALE -> {
        row[WARP_A.ordinal()] = scale(u[1]);
        row[WARP_B.ordinal()] = scale(u[2]);
      }
      default -> row[WARP_A.ordinal()] = (2 * u[1] - 1) * LARGEST_ANGLE;
    }
  }

  private static double scale(double u) {
    return 1 / LARGEST_SCALE + u * (LARGEST_SCALE - 1 / LARGEST_SCALE);
  }

  static int whole(double u, int low, int high) {
    return low + (int) Math.floor(u * (high - low + 1));
  }
}
