package org.echodc.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.TTest;

/** Whether accuracies differ by more than their spread. */
public final class WelchTest {
  private WelchTest() {}

  /**
   * Probability of a difference of the means as large as this, or larger, between networks that are
   * equally good: Welch's two-sided t-test, which does not assume equal variances. None where a set
   * has a single network, or where nothing varies.
   */
  public static OptionalDouble probability(AccuracyStatistics left, AccuracyStatistics right) {
    boolean tooFew = Math.min(left.values().size(), right.values().size()) < 2;
    if (tooFew || left.std() == 0 && right.std() == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(new TTest().tTest(array(left), array(right)));
  }

  private static double[] array(AccuracyStatistics accuracy) {
    return accuracy.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * Holm's correction (1979) for several tests: the chance that any of those that are declared
   * different is not stays below the level, whatever their dependence. The k-th smallest of m
   * probabilities is multiplied by m - k + 1, and is at least the corrected one before it.
   *
   * @param probabilities of the tests; those that are missing were not made
   * @return corrected probabilities, in the same order
   */
  public static List<OptionalDouble> holm(List<OptionalDouble> probabilities) {
    List<Integer> ascending =
        IntStream.range(0, probabilities.size())
            .filter(test -> probabilities.get(test).isPresent())
            .boxed()
            .sorted(Comparator.comparingDouble(test -> probabilities.get(test).getAsDouble()))
            .toList();
    List<OptionalDouble> corrected = new ArrayList<>(probabilities);
    double before = 0;
    for (int rank = 0; rank < ascending.size(); rank++) {
      int test = ascending.get(rank);
      double scaled = (ascending.size() - rank) * probabilities.get(test).getAsDouble();
      before = Math.max(before, Math.min(1, scaled));
      corrected.set(test, OptionalDouble.of(before));
    }
    return corrected;
  }
}
