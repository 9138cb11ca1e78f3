package org.echodc.oracle.layer;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.DefaultRealMatrixChangingVisitor;
import org.apache.commons.math3.linear.RealMatrix;

/** Row-major arrays as matrices, and the fully connected layer. */
public final class LinearOracle {
  private LinearOracle() {}

  public static RealMatrix matrix(double[] values, int rows) {
    return matrix(values, 0, rows, values.length / rows);
  }

  public static RealMatrix matrix(double[] values, int first, int rows, int columns) {
    RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
    matrix.walkInOptimizedOrder(
        new DefaultRealMatrixChangingVisitor() {
          @Override
          public double visit(int row, int column, double value) {
            return values[first + row * columns + column];
          }
        });
    return matrix;
  }

  static double[] values(RealMatrix matrix) {
    return Arrays.stream(matrix.getData()).flatMapToDouble(Arrays::stream).toArray();
  }

  /** {@code src weight + bias}, the bias added to every row. */
  public static double[] forward(RealMatrix src, RealMatrix weight, double[] bias) {
    double[] dst = values(src.multiply(weight));
    for (int i = 0; i < dst.length; i++) {
      dst[i] += bias[i % bias.length];
    }
    return dst;
  }

  public static double[] backwardInput(RealMatrix dstGradient, RealMatrix weight) {
    return values(dstGradient.multiply(weight.transpose()));
  }

  public static double[] backwardWeight(RealMatrix src, RealMatrix dstGradient) {
    return values(src.transpose().multiply(dstGradient));
  }

  public static double[] backwardBias(RealMatrix dstGradient) {
    double[] ones = new double[dstGradient.getRowDimension()];
    Arrays.fill(ones, 1);
    return dstGradient.preMultiply(ones);
  }
}
