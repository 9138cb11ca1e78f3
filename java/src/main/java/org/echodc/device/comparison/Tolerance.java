package org.echodc.device.comparison;

import java.util.Arrays;

/**
 * How far a result may lie from its reference: {@code |got - expected| <= absolute + relative
 * |expected| + ofRootMeanSquare rms(expected)}, element by element, where a NaN always fails.
 *
 * @param absolute bound near zero
 * @param relative bound far from zero
 * @param ofRootMeanSquare bound as a share of the root mean square of all expected values
 */
public record Tolerance(double absolute, double relative, double ofRootMeanSquare) {
  /** Whole numbers and copies. */
  public static final Tolerance EXACT = new Tolerance(0, 0, 0);

  /** One operation on values of order one. */
  public static final Tolerance STANDARD = new Tolerance(1e-5, 1e-4, 0);

  /** Gradients through a whole network. */
  public static final Tolerance NETWORK_GRADIENT = new Tolerance(1e-4, 1e-3, 0);

  /**
   * Sums of many terms, whatever their magnitude. A sum of n terms of size s that cancel at random
   * is of order {@code s sqrt(n)}, which is what the root mean square measures, and the n roundings
   * of partial sums of that order, each 2^-24, amount to about {@code sqrt(n) 2^-24} of it: 1e-5
   * for n = 30,000, more than any sum in the scenarios.
   */
  public static final Tolerance SUMS = new Tolerance(0, 1e-4, 1e-5);

  /** What storing as BF16 adds: half a unit in the last of 8 places, the hidden one included. */
  public static final Tolerance STORED_AS_BF16 = new Tolerance(0, 0x1p-8, 0);

  /**
   * What device cpu adds to a convolution in BF16, where it may choose a faster algorithm with
   * larger errors: a quarter of what storing adds to a value of usual size.
   */
  static final Tolerance CPU_CONVOLUTION_IN_BF16 = new Tolerance(0, 0, 0x1p-10);

  private static final double STANDARD_DEVIATIONS = 6;

  /**
   * What rounding both factors of every product adds. With {@code u = 2^-bits}, half a unit in the
   * last place, a product is off by at most {@code 2 u} of itself. In a sum, whose terms have
   * either sign, the two errors of a term are independent, at most u of it, and uniform at the
   * worst, so that their deviation is {@code sqrt(2/3) u < u} of the term; the sum's deviation is
   * then less than u of its own root mean square, and 6 deviations are seen once in 10^8 sums.
   *
   * @param bits of mantissa, the hidden one included
   */
  public static Tolerance ofFactorsRoundedTo(int bits) {
    double unit = Math.scalb(1.0, -bits);
    return new Tolerance(0, 2 * unit, STANDARD_DEVIATIONS * unit);
  }

  /** Both kinds of error. */
  public Tolerance plus(Tolerance other) {
    return new Tolerance(
        absolute + other.absolute,
        relative + other.relative,
        ofRootMeanSquare + other.ofRootMeanSquare);
  }

  /**
   * Holds a result against its reference.
   *
   * @param what its name, for the description
   */
  public Difference compare(String what, double[] expected, double[] got) {
    return Difference.of(what, bounds(expected), expected, got);
  }

  /** The largest error of every element that is right. */
  private double[] bounds(double[] expected) {
    double square = Arrays.stream(expected).map(value -> value * value).average().orElse(0);
    double everywhere = absolute + ofRootMeanSquare * Math.sqrt(square);
    return Arrays.stream(expected).map(value -> everywhere + relative * Math.abs(value)).toArray();
  }
}
