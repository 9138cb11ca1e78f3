package org.echodc.oracle;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.MathArrays;

/**
 * Squared distance of the means of synthetic and real features of one class, and its gradient
 * w.r.t. the synthetic features.
 */
final class MeanDistanceOracle implements DiscrepancyOracle {
  private final double[] difference;
  private final int count;

  MeanDistanceOracle(double[][] synthetic, double[][] real) {
    difference = MathArrays.ebeSubtract(mean(synthetic), mean(real));
    count = synthetic.length;
  }

  private static double[] mean(double[][] features) {
    return IntStream.range(0, features[0].length)
        .mapToDouble(i -> Arrays.stream(features).mapToDouble(row -> row[i]).sum())
        .map(sum -> sum / features.length)
        .toArray();
  }

  @Override
  public double loss() {
    return Arrays.stream(difference).map(apart -> apart * apart).sum();
  }

  /** Each of the synthetic features has its share in their mean. */
  @Override
  public double[] gradient() {
    double[] row = MathArrays.scale(2.0 / count, difference);
    return IntStream.range(0, count).boxed().flatMapToDouble(i -> Arrays.stream(row)).toArray();
  }
}
