package org.echodc.evaluate;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/**
 * Test accuracies of repeated trainings, in per cent.
 *
 * @param values one accuracy a repeat
 */
public record AccuracyStatistics(List<Double> values) {

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

  private DescriptiveStatistics summary() {
    return new DescriptiveStatistics(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
