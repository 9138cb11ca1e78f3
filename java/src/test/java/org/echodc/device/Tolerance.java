package org.echodc.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a float32 result may lie from its reference: {@code |got - expected| <= absolute +
 * relative |expected|}, element by element, where a NaN always fails.
 *
 * @param absolute bound near zero
 * @param relative bound far from zero
 * @param scaled whether the absolute bound is a share of the root mean square of all expected
 *     values, rather than a number
 */
record Tolerance(double absolute, double relative, boolean scaled) {
  /** Whole numbers and copies. */
  static final Tolerance EXACT = new Tolerance(0, 0, false);

  /** One operation on values of order one. */
  static final Tolerance STANDARD = new Tolerance(1e-5, 1e-4, false);

  /** Gradients through a whole network. */
  static final Tolerance NETWORK_GRADIENT = new Tolerance(1e-4, 1e-3, false);

  /**
   * Sums of many terms, whatever their magnitude. A sum of n terms of size s that cancel at random
   * is of order {@code s sqrt(n)}, which is what the root mean square measures, and the n roundings
   * of partial sums of that order, each 2^-24, amount to about {@code sqrt(n) 2^-24} of it: 1e-5
   * for n = 30,000, more than any sum in these tests.
   */
  static final Tolerance SUMS = new Tolerance(1e-5, 1e-4, true);

  private static final int PRINTED = 10;
  private static final int ENOUGH_TO_JUDGE = 8;

  /** Fails with the first mismatches, or if the expected values could not tell right from wrong. */
  void check(String what, double[] expected, double[] got) {
    if (expected.length != got.length) {
      throw new AssertionError(
          "%s: %d values, expected %d".formatted(what, got.length, expected.length));
    }
    checkNotVacuous(what, expected);
    double bound = absolute * (scaled ? rootMeanSquare(expected) : 1);
    List<String> mismatches = new ArrayList<>();
    int count = 0;
    for (int i = 0; i < got.length; i++) {
      double difference = Math.abs(got[i] - expected[i]);
      boolean close =
          Double.isFinite(got[i]) && difference <= bound + relative * Math.abs(expected[i]);
      if (!close && count++ < PRINTED) {
        mismatches.add("  [%d] got %.9g, expected %.9g".formatted(i, got[i], expected[i]));
      }
    }
    if (count > 0) {
      throw new AssertionError(
          "%s: %d of %d values differ by more than %.3g + %.3g |expected|:%n%s"
              .formatted(what, count, got.length, bound, relative, String.join("\n", mismatches)));
    }
  }

  private static void checkNotVacuous(String what, double[] expected) {
    if (!Arrays.stream(expected).allMatch(Double::isFinite)) {
      throw new AssertionError(what + ": the expected values are not finite");
    }
    if (expected.length < ENOUGH_TO_JUDGE) {
      return;
    }
    long zeros = Arrays.stream(expected).filter(value -> value == 0).count();
    if (zeros > expected.length / 2 || Arrays.stream(expected).distinct().count() == 1) {
      throw new AssertionError(
          "%s: vacuous, %d of %d expected values are 0 or all are equal"
              .formatted(what, zeros, expected.length));
    }
  }

  private static double rootMeanSquare(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).average().orElse(0));
  }
}
