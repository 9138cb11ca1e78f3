package org.echodc.benchmarks.check;

import org.echodc.device.Precision;
import org.echodc.text.Text;

/** Whether a device's result agrees with one in double precision. */
public final class Agreement {
  private Agreement() {}

  /**
   * Checks a result.
   *
   * @param what it is, for the message
   * @param tolerance most length of the difference, relative to the length of what is expected
   * @throws IllegalStateException if the difference is longer, or not a number
   */
  public static void require(String what, float[] actual, double[] expected, double tolerance) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      length += expected[i] * expected[i];
    }
    double relative = Math.sqrt(difference / length);
    if (!(relative <= tolerance)) {
      throw new IllegalStateException(
          Text.format(
                  "the %s is wrong: it differs by %.1e of its length from sums in double precision, %.0e is",
                  what, relative, tolerance)
              + " allowed");
    }
  }

  /** What rounding the factors of long sums to a precision may do to the sums. */
  static double tolerance(Precision precision) {
    return switch (precision) {
      case FP32 -> 1e-4;
      case TF32 -> 4e-3;
      case BF16 -> 3e-2;
    };
  }

  /** The same numbers in double precision. */
  public static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
