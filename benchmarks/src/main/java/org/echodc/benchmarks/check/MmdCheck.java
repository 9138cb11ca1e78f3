package org.echodc.benchmarks.check;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/**
 * Holds the discrepancy of one class, under the Gaussian kernel of {@link
 * org.echodc.operation.mmd.Mmd}, to sums in double precision: rows of the gradient, and the loss
 * over all pairs where that is quick, else over a random sample of them.
 */
public final class MmdCheck {
  private static final double[] MULTIPLIERS = {0.25, 0.5, 1, 2, 4};
  private static final double GRADIENT_TOLERANCE = 1e-4;
  private static final double LOSS_TOLERANCE = 1e-5;
  private static final long QUICK = 1_000_000_000; // multiplications
  private static final int SAMPLE = 20_000; // pairs
  private static final double DEVIATIONS = 6; // of a sample's mean

  private final int m;
  private final int n;
  private final int dimensions;
  private final float[] gradient;
  private final Optional<Float> loss;
  private final float[][] features; // the class's synthetic ones, then its real ones
  private final double bandwidth;

  /** Looks at the last class of what a discrepancy read and wrote. */
  public MmdCheck(OpenDevice device, MmdGradient done) {
    Shape shape = done.synthetic().shape();
    m = shape.extent(1);
    n = done.real().shape().extent(1);
    dimensions = shape.extent(2);
    int last = shape.extent(0) - 1;
    gradient = device.download(ofClass(done.gradient(), last));
    loss = done.loss().map(losses -> device.download(losses)[last]);
    features = new float[m + n][];
    for (int i = 0; i < m + n; i++) {
      Tensor group = i < m ? done.synthetic() : done.real();
      features[i] = device.download(ofClass(group, last).rows(i < m ? i : i - m, 1));
    }
    bandwidth = bandwidth();
  }

  /** The features of a class, [rows, features]. */
  private static Tensor ofClass(Tensor tensor, int label) {
    Shape shape = tensor.shape();
    return tensor.rows(label, 1).reshape(Shape.of(shape.extent(1), shape.extent(2)));
  }

  /** Mean squared distance of all pairs, in closed form. */
  private double bandwidth() {
    double[] sum = new double[dimensions];
    double squares = 0;
    for (float[] feature : features) {
      for (int i = 0; i < dimensions; i++) {
        sum[i] += feature[i];
        squares += (double) feature[i] * feature[i];
      }
    }
    double squareOfSum = 0;
    for (double component : sum) {
      squareOfSum += component * component;
    }
    double all = features.length;
    return (2 * all * squares - 2 * squareOfSum) / (all * all - all);
  }

  /**
   * Checks the first and the last row of the gradient, and the loss if there is one.
   *
   * @throws IllegalStateException if one is wrong
   */
  public void require() {
    for (int row : new int[] {0, m - 1}) {
      float[] actual = Arrays.copyOfRange(gradient, row * dimensions, (row + 1) * dimensions);
      Agreement.require("gradient of the MMD", actual, gradientRow(row), GRADIENT_TOLERANCE);
    }
    loss.ifPresent(this::requireLoss);
  }

  private double[] gradientRow(int row) {
    double[] sum = new double[dimensions];
    for (int other = 0; other < features.length; other++) {
      double weight = 0;
      double distance = squaredDistance(row, other);
      for (double multiplier : MULTIPLIERS) {
        weight += Math.exp(-distance / (bandwidth * multiplier)) / (bandwidth * multiplier);
      }
      weight *= other < m ? -4.0 / ((double) m * m) : 4.0 / ((double) m * n);
      for (int i = 0; i < dimensions; i++) {
        sum[i] += weight * (features[row][i] - features[other][i]);
      }
    }
    return sum;
  }

  private double squaredDistance(int one, int other) {
    double sum = 0;
    for (int i = 0; i < dimensions; i++) {
      double difference = features[one][i] - features[other][i];
      sum += difference * difference;
    }
    return sum;
  }

  private double kernel(int one, int other) {
    double distance = squaredDistance(one, other);
    double sum = 0;
    for (double multiplier : MULTIPLIERS) {
      sum += Math.exp(-distance / (bandwidth * multiplier));
    }
    return sum;
  }

  /** A mean of kernel values and how far it may lie from the true one. */
  private record Mean(double value, double deviation) {}

  private void requireLoss(float actual) {
    long all = (long) features.length * features.length;
    boolean quick = all * dimensions <= QUICK;
    Mean synthetic = quick ? mean(0, m, 0, m) : sampledMean(0, m, 0, m);
    Mean cross = quick ? mean(0, m, m, n) : sampledMean(0, m, m, n);
    Mean real = quick ? mean(m, n, m, n) : sampledMean(m, n, m, n);
    double expected = synthetic.value - 2 * cross.value + real.value;
    double allowed =
        LOSS_TOLERANCE
            + DEVIATIONS
                * Math.sqrt(
                    square(synthetic.deviation)
                        + square(2 * cross.deviation)
                        + square(real.deviation));
    if (!(Math.abs(actual - expected) <= allowed)) {
      throw new IllegalStateException(
          Text.format(
              "the MMD is wrong: %.6f instead of %.6f, found in double precision with +-%.0e",
              actual, expected, allowed));
    }
  }

  private Mean mean(int firstRow, int rows, int firstColumn, int columns) {
    double sum = 0;
    for (int i = firstRow; i < firstRow + rows; i++) {
      for (int j = firstColumn; j < firstColumn + columns; j++) {
        sum += kernel(i, j);
      }
    }
    return new Mean(sum / rows / columns, 0);
  }

  /** Of random pairs; those of a feature with itself, whose kernel is known, are put in exactly. */
  private Mean sampledMean(int firstRow, int rows, int firstColumn, int columns) {
    Random random = new Random(SAMPLE);
    double sum = 0;
    double squares = 0;
    int pairs = 0;
    while (pairs < SAMPLE) {
      int one = firstRow + random.nextInt(rows);
      int other = firstColumn + random.nextInt(columns);
      if (one != other) {
        double value = kernel(one, other);
        sum += value;
        squares += value * value;
        pairs++;
      }
    }
    double mean = sum / pairs;
    double deviation = Math.sqrt((squares / pairs - mean * mean) / pairs);
    double ofItself = firstRow == firstColumn ? 1.0 / rows : 0;
    return new Mean(ofItself * MULTIPLIERS.length + (1 - ofItself) * mean, deviation);
  }

  private static double square(double value) {
    return value * value;
  }
}
