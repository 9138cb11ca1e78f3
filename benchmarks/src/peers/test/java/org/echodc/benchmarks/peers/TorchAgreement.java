package org.echodc.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How far two float32 computations of the same numbers may lie apart. */
enum TorchAgreement {
  /** One operation, or a few. */
  OPERATION(1e-5),

  /**
   * Gradients through a whole network, where a rounding can decide on which side of 0 a ReLU is.
   */
  NETWORK_GRADIENT(1e-3);

  private final double tolerance;

  TorchAgreement(double tolerance) {
    this.tolerance = tolerance;
  }

  /** Fails if the difference is longer than the tolerance times what is expected; NaN always is. */
  void check(String what, float[] expected, float[] got) {
    check(tolerance, what, expected, got);
  }

  /** As {@link #check(String, float[], float[])}, with a tolerance of one's own. */
  static void check(double tolerance, String what, float[] expected, float[] got) {
    assertEquals(expected.length, got.length, what + ": number of values");
    double difference = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) got[i] - expected[i], 2);
      length += Math.pow(expected[i], 2);
    }
    double relative = Math.sqrt(difference / length);
    assertTrue(
        relative <= tolerance,
        () ->
            "%s: PyTorch and the device differ by %.2e of the length, %.0e is allowed"
                .formatted(what, relative, tolerance));
  }
}
