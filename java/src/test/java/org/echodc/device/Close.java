package org.echodc.device;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.echodc.device.comparison.Difference;
import org.echodc.device.comparison.Tolerance;

/** Asserts that results are close to expected values that could tell right from wrong. */
public final class Close {
  private static final int ENOUGH_TO_JUDGE = 8;

  private Close() {}

  public static void assertClose(
      Tolerance tolerance, String what, double[] expected, double[] got) {
    assertNotVacuous(what, expected);
    Difference difference = tolerance.compare(what, expected, got);
    assertTrue(difference.isRight(), difference::description);
  }

  private static void assertNotVacuous(String what, double[] expected) {
    assertTrue(
        Arrays.stream(expected).allMatch(Double::isFinite),
        () -> what + ": the expected values are not finite");
    if (expected.length < ENOUGH_TO_JUDGE) {
      return;
    }
    long zeros = Arrays.stream(expected).filter(value -> value == 0).count();
    assertFalse(
        zeros > expected.length / 2 || Arrays.stream(expected).distinct().count() == 1,
        () ->
            "%s: vacuous, %d of %d expected values are 0 or all are equal"
                .formatted(what, zeros, expected.length));
  }
}
