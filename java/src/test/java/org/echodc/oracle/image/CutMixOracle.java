package org.echodc.oracle.image;

import org.echodc.oracle.RandomStream;

/** CutMix (Yun et al., ICCV 2019); see {@link org.echodc.device.Device#cutMix}. */
public final class CutMixOracle {
  private static final int PERMUTATION_GROUP = 1;

  private final RandomStream stream;
  private final OracleImages shape;
  private final boolean mixing;
  private final int top;
  private final int bottom;
  private final int left;
  private final int right;

  public CutMixOracle(RandomStream stream, double probability, OracleImages shape) {
    this.stream = stream;
    this.shape = shape;
    double[] u = stream.uniforms(0, 0);
    mixing = u[0] < probability;
    double side = Math.sqrt(1 - u[1]);
    int halfHeight = (int) (shape.height() * side) / 2;
    int halfWidth = (int) (shape.width() * side) / 2;
    int row = (int) (u[2] * shape.height());
    int column = (int) (u[3] * shape.width());
    top = Math.max(row - halfHeight, 0);
    bottom = Math.min(row + halfHeight, shape.height());
    left = Math.max(column - halfWidth, 0);
    right = Math.min(column + halfWidth, shape.width());
  }

  public double[] mix(double[] src) {
    double[] dst = src.clone();
    if (mixing) {
      for (int n = 0; n < shape.count(); n++) {
        for (int i = top; i < bottom; i++) {
          for (int j = left; j < right; j++) {
            for (int c = 0; c < shape.channels(); c++) {
              dst[shape.at(n, i, j, c)] = src[shape.at(partner(n), i, j, c)];
            }
          }
        }
      }
    }
    return dst;
  }

  /** Image whose box image {@code n} takes. */
  public int partner(int n) {
    return new KeyedPermutation(stream, PERMUTATION_GROUP, shape.count()).apply(n);
  }

  /** Share of the own label. */
  public double weight() {
    return mixing ? 1 - (double) (bottom - top) * (right - left) / shape.pixels() : 1;
  }
}
