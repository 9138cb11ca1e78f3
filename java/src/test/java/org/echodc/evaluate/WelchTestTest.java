package org.echodc.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WelchTestTest {
  private static AccuracyStatistics of(Double... values) {
    return new AccuracyStatistics(List.of(values));
  }

  /**
   * Both samples of two values: t = 10 / sqrt(1 + 1), equal variances, so 2 degrees of freedom, for
   * which the distribution of t is 1/2 + t / (2 sqrt(2 + t^2)).
   */
  @Test
  void probabilityOfAnExampleInClosedForm() {
    double t = 10 / Math.sqrt(2);
    double expected = 1 - t / Math.sqrt(2 + t * t);
    double p = WelchTest.probability(of(59.0, 61.0), of(69.0, 71.0)).orElseThrow();
    assertEquals(expected, p, 1e-9);
  }

  @Test
  void thereIsNoTestOfASingleNetworkOrOfNothingThatVaries() {
    assertEquals(OptionalDouble.empty(), WelchTest.probability(of(60.0), of(69.0, 71.0)));
    assertEquals(OptionalDouble.empty(), WelchTest.probability(of(60.0, 61.0), of(70.0)));
    assertEquals(OptionalDouble.empty(), WelchTest.probability(of(60.0, 60.0), of(70.0, 70.0)));
  }

  @Test
  void holmMultipliesTheSmallestMost() {
    List<OptionalDouble> corrected =
        WelchTest.holm(
            List.of(
                OptionalDouble.empty(),
                OptionalDouble.of(0.04),
                OptionalDouble.of(0.01),
                OptionalDouble.of(0.03),
                OptionalDouble.of(0.9)));
    assertEquals(OptionalDouble.empty(), corrected.get(0));
    assertEquals(0.04, corrected.get(2).orElseThrow(), 1e-12);
    assertEquals(0.09, corrected.get(3).orElseThrow(), 1e-12);
    assertEquals(0.09, corrected.get(1).orElseThrow(), 1e-12, "not below the one before");
    assertEquals(0.9, corrected.get(4).orElseThrow(), 1e-12);
  }
}
