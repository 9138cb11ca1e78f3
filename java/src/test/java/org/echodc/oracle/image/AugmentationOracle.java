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

import java.util.Arrays;
import java.util.function.BiFunction;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.oracle.layer.Tap;

/**
 * Differentiable siamese augmentation (Zhao and Bilen, ICML 2021) of a batch, and its adjoint. All
 * transforms but brightness are linear, and flip, saturation, contrast and cutout are their own
 * adjoints, so only the warp needs a transposed form.
 */
public final class AugmentationOracle {
  private final OracleImages image;
  private final double[] row;

  private AugmentationOracle(OracleImages image, double[] row) {
    this.image = image;
    this.row = row;
  }

  public static double[] forward(OracleImages batch, double[] table, double[] src) {
    return eachImage(batch, table, src, AugmentationOracle::forward);
  }

  public static double[] adjoint(OracleImages batch, double[] table, double[] dstGradient) {
    return eachImage(batch, table, dstGradient, AugmentationOracle::adjoint);
  }

  static int cutoutSide(int size) {
    return (int) Math.floor(size / 2.0 + 0.5);
  }

  private static double[] eachImage(
      OracleImages batch,
      double[] table,
      double[] src,
      BiFunction<AugmentationOracle, double[], double[]> transform) {
    int columns = AugmentationColumn.COUNT;
    int imagesPerRow = batch.count() / (table.length / columns);
    int size = batch.imageElements();
    double[] dst = new double[src.length];
    for (int i = 0; i < batch.count(); i++) {
      int first = i / imagesPerRow * columns;
      double[] row = Arrays.copyOfRange(table, first, first + columns);
      double[] image = Arrays.copyOfRange(src, i * size, (i + 1) * size);
      double[] result = transform.apply(new AugmentationOracle(batch.single(), row), image);
      System.arraycopy(result, 0, dst, i * size, size);
    }
    return dst;
  }

  private double[] forward(double[] src) {
    double[] x = flip(src);
    x = Arrays.stream(x).map(value -> value + get(BRIGHTNESS)).toArray();
    x = contrast(saturate(x));
    double[] warped = new double[x.length];
    double[] unwarped = x;
    warp((from, to, weight) -> warped[to] += weight * unwarped[from]);
    return cutout(warped);
  }

  private double[] adjoint(double[] dstGradient) {
    double[] warped = cutout(dstGradient);
    double[] unwarped = new double[warped.length];
    warp((from, to, weight) -> unwarped[from] += weight * warped[to]);
    return flip(saturate(contrast(unwarped)));
  }

  private double get(AugmentationColumn column) {
    return row[column.ordinal()];
  }

  private double[] flip(double[] x) {
    if (get(FLIP) == 0) {
      return x;
    }
    double[] flipped = new double[x.length];
    eachElement(
        (i, j, c) -> flipped[image.at(0, i, j, c)] = x[image.at(0, i, image.width() - 1 - j, c)]);
    return flipped;
  }

  private double[] saturate(double[] x) {
    double factor = get(SATURATION);
    double[] result = new double[x.length];
    for (int first = 0; first < x.length; first += image.channels()) {
      double mean = Arrays.stream(x, first, first + image.channels()).average().orElseThrow();
      for (int at = first; at < first + image.channels(); at++) {
        result[at] = (x[at] - mean) * factor + mean;
      }
    }
    return result;
  }

  private double[] contrast(double[] x) {
    double factor = get(CONTRAST);
    double mean = Arrays.stream(x).average().orElseThrow();
    return Arrays.stream(x).map(value -> (value - mean) * factor + mean).toArray();
  }

  private double[] cutout(double[] x) {
    double[] result = x.clone();
    if (get(CUTOUT) == 0) {
      return result;
    }
    int side = cutoutSide(image.height());
    int top = (int) get(CUTOUT_ROW) - side / 2;
    int left = (int) get(CUTOUT_COLUMN) - side / 2;
    eachElement(
        (i, j, c) -> {
          if (i >= top && i < top + side && j >= left && j < left + side) {
            result[image.at(0, i, j, c)] = 0;
          }
        });
    return result;
  }

  /** Visits the terms {.code dst[to] += weight src[from]} of the warp. */
  private void warp(Tap tap) {
    switch ((int) get(WARP)) {
      case 0 -> shift(0, 0, tap);
      case 1 -> shift((int) get(WARP_A), (int) get(WARP_B), tap);
      case 2 -> affine(get(WARP_A), 0, 0, get(WARP_B), tap);
      case 3 -> {
        double cos = Math.cos(get(WARP_A));
        double sin = Math.sin(get(WARP_A));
        affine(cos, -sin, sin, cos, tap);
      }
      default -> throw new IllegalArgumentException("no warp " + get(WARP));
    }
  }

  private void shift(int down, int right, Tap tap) {
    eachElement((i, j, c) -> visit(i + down, j + right, i, j, c, 1, tap));
  }

  /**
   * PyTorch's affine_grid and grid_sample: (x, y) in [-1, 1] over the outer edges of the image
   * (align_corners = false) becomes (xx x + xy y, yx x + yy y), sampled bilinearly, 0 outside.
   */
  private void affine(double xx, double xy, double yx, double yy, Tap tap) {
    eachElement(
        (i, j, c) -> {
          double x = (2.0 * j + 1) / image.width() - 1;
          double y = (2.0 * i + 1) / image.height() - 1;
          double column = ((xx * x + xy * y + 1) * image.width() - 1) / 2;
          double row = ((yx * x + yy * y + 1) * image.height() - 1) / 2;
          int left = (int) Math.floor(column);
          int top = (int) Math.floor(row);
          double right = column - left;
          double down = row - top;
          visit(top, left, i, j, c, (1 - down) * (1 - right), tap);
          visit(top, left + 1, i, j, c, (1 - down) * right, tap);
          visit(top + 1, left, i, j, c, down * (1 - right), tap);
          visit(top + 1, left + 1, i, j, c, down * right, tap);
        });
  }

  private void visit(int row, int column, int i, int j, int c, double weight, Tap tap) {
    if (image.contains(row, column)) {
      tap.at(image.at(0, row, column, c), image.at(0, i, j, c), weight);
    }
  }

  private interface Element {
    void at(int row, int column, int channel);
  }

  private void eachElement(Element element) {
    for (int i = 0; i < image.height(); i++) {
      for (int j = 0; j < image.width(); j++) {
        for (int c = 0; c < image.channels(); c++) {
          element.at(i, j, c);
        }
      }
    }
  }
}
