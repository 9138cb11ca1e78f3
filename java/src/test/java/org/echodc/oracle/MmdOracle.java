package org.echodc.oracle;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.util.MathArrays;
import org.echodc.operation.mmd.Mmd;

/**
 * Squared maximum mean discrepancy of one class, {@code mean_SS k - 2 mean_SR k + mean_RR k}, and
 * its gradient w.r.t. the synthetic features, pair by pair as the formulas stand in {@link Mmd}.
 */
final class MmdOracle implements DiscrepancyOracle {
  private static final double[] BANDWIDTH_FACTORS = {0.25, 0.5, 1, 2, 4};
  private static final double[] LAPLACE_RATES = {0.1, 1, 5};

  private final double[][] synthetic;
  private final double[][] real;
  private final PairKernel kernel;

  MmdOracle(Mmd.Kernel kernel, double[][] synthetic, double[][] real) {
    this.synthetic = synthetic;
    this.real = real;
    this.kernel =
        switch (kernel) {
          case GAUSSIAN -> gaussian(bandwidth());
          case LAPLACE -> distanceKernel(LAPLACE_RATES);
          case LINEAR -> dotKernel(dot -> dot, dot -> 1);
          case POLYNOMIAL -> dotKernel(dot -> Math.pow(dot + 1, 2), dot -> 2 * (dot + 1));
        };
  }

  private MmdOracle(double[][] synthetic, double[][] real, PairKernel kernel) {
    this.synthetic = synthetic;
    this.real = real;
    this.kernel = kernel;
  }

  /** Other synthetic features under the same kernel, bandwidth and all. */
  MmdOracle withSynthetic(double[][] others) {
    return new MmdOracle(others, real, kernel);
  }

  @Override
  public double loss() {
    return mean(synthetic, synthetic) - 2 * mean(synthetic, real) + mean(real, real);
  }

  /** Each synthetic feature is in two places of a pair in S x S. */
  @Override
  public double[] gradient() {
    return Arrays.stream(synthetic)
        .flatMapToDouble(
            feature -> {
              double[] ofSynthetic = meanSlope(feature, synthetic);
              double[] ofReal = meanSlope(feature, real);
              double[] difference = MathArrays.ebeSubtract(ofSynthetic, ofReal);
              return Arrays.stream(MathArrays.scale(2.0 / synthetic.length, difference));
            })
        .toArray();
  }

  private double mean(double[][] left, double[][] right) {
    double sum = 0;
    for (double[] a : left) {
      for (double[] b : right) {
        sum += kernel.value(a, b);
      }
    }
    return sum / left.length / right.length;
  }

  /** Mean over the rows b of {@code others} of the derivative of k(a, b) w.r.t. a. */
  private double[] meanSlope(double[] a, double[][] others) {
    double[] mean = new double[a.length];
    for (double[] b : others) {
      double[] slope = kernel.slope(a, b);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += slope[i] / others.length;
      }
    }
    return mean;
  }

  /** Sum of all squared distances of Z = [S; R] over {@code n^2 - n}. */
  private double bandwidth() {
    double[][] all = Stream.of(synthetic, real).flatMap(Arrays::stream).toArray(double[][]::new);
    double sum = 0;
    for (double[] a : all) {
      for (double[] b : all) {
        sum += squaredDistance(a, b);
      }
    }
    return sum / (all.length * (all.length - 1.0));
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** A kernel k(a, b) and its derivative w.r.t. a. */
  private interface PairKernel {
    double value(double[] a, double[] b);

    double[] slope(double[] a, double[] b);
  }

  private static PairKernel gaussian(double bandwidth) {
    if (bandwidth == 0) { // all features are equal: k = 5, and the gradient is 0
      return distanceKernel(new double[BANDWIDTH_FACTORS.length]);
    }
    return distanceKernel(
        Arrays.stream(BANDWIDTH_FACTORS).map(factor -> 1 / (bandwidth * factor)).toArray());
  }

  /** Sum over the rates g of {@code exp(-g ||a - b||^2)}. */
  private static PairKernel distanceKernel(double[] rates) {
    return new PairKernel() {
      @Override
      public double value(double[] a, double[] b) {
        double d2 = squaredDistance(a, b);
        return Arrays.stream(rates).map(rate -> Math.exp(-rate * d2)).sum();
      }

      @Override
      public double[] slope(double[] a, double[] b) {
        double d2 = squaredDistance(a, b);
        double weight = Arrays.stream(rates).map(rate -> rate * Math.exp(-rate * d2)).sum();
        return MathArrays.scale(-2 * weight, MathArrays.ebeSubtract(a, b));
      }
    };
  }

  private static PairKernel dotKernel(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    return new PairKernel() {
      @Override
      public double value(double[] a, double[] b) {
        return value.applyAsDouble(dot(a, b));
      }

      @Override
      public double[] slope(double[] a, double[] b) {
        return MathArrays.scale(slope.applyAsDouble(dot(a, b)), b);
      }
    };
  }
}
