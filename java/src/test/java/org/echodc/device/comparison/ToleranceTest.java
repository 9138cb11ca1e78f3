package org.echodc.device.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What counts as right, and how an error is told. */
class ToleranceTest {
  private static final double[] EXPECTED = {3, -4, 0}; // of root mean square sqrt(25 / 3)

  private static double share(Tolerance tolerance, double... got) {
    return tolerance.compare("dst", EXPECTED, got).share();
  }

  @Test
  void everyKindOfBoundIsAddedUp() {
    assertEquals(0.5, share(new Tolerance(0.2, 0, 0), 3, -4.1, 0), 1e-12);
    assertEquals(0.5, share(new Tolerance(0, 0.1, 0), 3, -4.2, 0), 1e-12);
    assertEquals(0.5, share(new Tolerance(0, 0, Math.sqrt(3.0) / 5), 3, -4, 0.5), 1e-12);
    Tolerance sum = new Tolerance(0.2, 0, 0).plus(new Tolerance(0, 0.1, 0));
    assertEquals(0.5, share(sum, 3, -4.3, 0), 1e-12);
  }

  @Test
  void exactMeansEqual() {
    assertEquals(0, share(Tolerance.EXACT, 3, -4, 0));
    assertEquals(Double.POSITIVE_INFINITY, share(Tolerance.EXACT, 3, -4, Double.MIN_VALUE));
  }

  @Test
  void notANumberIsWrong() {
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      Difference difference = Tolerance.STANDARD.compare("dst", EXPECTED, new double[] {3, bad, 0});
      assertFalse(difference.isRight());
      assertTrue(
          difference.description().startsWith("dst: 1 of 3 values are wrong: [1] got "),
          difference::description);
    }
    double[] unknown = {Double.NaN};
    assertFalse(Tolerance.STANDARD.compare("dst", unknown, unknown).isRight());
  }

  @Test
  void anotherNumberOfValuesIsWrong() {
    Difference difference = Tolerance.STANDARD.compare("dst", EXPECTED, new double[2]);
    assertFalse(difference.isRight());
    assertEquals("dst: 2 values, expected 3", difference.description());
  }

  /** 1 + 2^-8 lies half-way between two numbers of BF16, 1 and 1 + 2^-7: the even one is taken. */
  @Test
  void bf16IsRoundedToEven() {
    float[] values = {1 + 0x1p-8f, 1 + 3 * 0x1p-8f, -1 - 0x1p-8f, 0x1.02p-3f, 0};
    float[] expected = {1, 1 + 0x1p-6f, -1, 0x1.02p-3f, 0};
    assertArrayEquals(expected, Values.roundedToBf16(values));
    assertEquals(
        1,
        Tolerance.STORED_AS_BF16
            .compare("dst", new double[] {1}, new double[] {1 + 0x1p-8})
            .share());
  }
}
