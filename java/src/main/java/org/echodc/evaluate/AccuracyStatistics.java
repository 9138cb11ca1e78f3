package org.echodc.evaluate;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Test accuracies of repeated trainings, in per cent.
 *
 * @param values one accuracy a repeat
 */
public record AccuracyStatistics(List<Double> values) {
  /** Confidence of {@link #interval}: in so many of all cases it holds the true mean. */
  public static final double CONFIDENCE = 0.95;

  /** Keeps an immutable copy. */
  public AccuracyStatistics {
    values = List.copyOf(values);
  }

  /** Mean over the repeats. */
  public double mean() {
    return summary().getMean();
  }

  /** Sample standard deviation over the repeats; 0 for a single one. */
  public double std() {
    return summary().getStandardDeviation();
  }

  /**
   * Interval of the mean at confidence {@link #CONFIDENCE} by Student's t distribution: mean -+ t(n
   * - 1) std / sqrt(n). None for a single network, which says nothing about the spread.
   */
  public Optional<ConfidenceInterval> interval() {
    int n = values.size();
    if (n < 2) {
      return Optional.empty();
    }
    double t = new TDistribution(n - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    double half = t * std() / Math.sqrt(n);
    return Optional.of(new ConfidenceInterval(mean() - half, mean() + half));
  }

  private DescriptiveStatistics summary() {
    return new DescriptiveStatistics(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
