package org.echodc.device.comparison;

import java.util.Arrays;
import java.util.function.Consumer;
import org.echodc.device.Device;
import org.echodc.device.Precision;
import org.echodc.device.TensorScope;
import org.echodc.device.comparison.OperationCheck.Kind;

/** Runs the same operations on two devices. */
public final class DeviceComparison {

  /** Largest share of the results' root mean square that float32 sums may differ by. */
  private static final double FLOAT32_BOUND = 1e-4;

  /**
   * The same where factors are rounded to TF32's 10 bits: half a unit in the last place of each,
   * {@code 2 * 2^-11}, and 8 standard deviations, as many outputs are looked at.
   */
  private static final double TF32_BOUND = 8 * 0x1p-10;

  /** Likewise with BF16's 7 bits. */
  private static final double BF16_BOUND = 8 * 0x1p-7;

  private DeviceComparison() {}

  /**
   * How an operation went.
   *
   * @param operation its name and shape
   * @param error largest difference, as a share of the reference's root mean square
   * @param bound largest error that is right
   * @param seconds time on the device
   * @param referenceSeconds time on the reference
   */
  public record Row(
      String operation, double error, double bound, double seconds, double referenceSeconds) {

    /** Whether the results agree; NaN does not. */
    public boolean passed() {
      return error <= bound;
    }
  }

  /**
   * Runs everything.
   *
   * @param precision of the device's matrix products
   * @param rows takes each result as it comes
   */
  public static void run(Device device, Device reference, Precision precision, Consumer<Row> rows) {
    for (OperationCheck check : OperationChecks.all()) {
      Outcome expected = Outcome.of(check, reference);
      Outcome got = Outcome.of(check, device);
      rows.accept(
          new Row(
              check.operation(),
              error(expected.values, got.values),
              bound(check.kind(), precision),
              got.seconds,
              expected.seconds));
    }
  }

  private static double bound(Kind kind, Precision precision) {
    return switch (kind) {
      case EXACT -> 0;
      case FLOAT32 -> FLOAT32_BOUND;
      case PRODUCT ->
          switch (precision) {
            case FP32 -> FLOAT32_BOUND;
            case TF32 -> TF32_BOUND;
            case BF16 -> BF16_BOUND;
          };
    };
  }

  private record Outcome(double[] values, double seconds) {
    static Outcome of(OperationCheck check, Device device) {
      try (TensorScope memory = new TensorScope(device)) {
        Bench bench = new Bench(memory);
        check.body().accept(bench);
        return new Outcome(bench.values(), bench.seconds());
      }
    }
  }

  private static double error(double[] expected, double[] got) {
    double square = Arrays.stream(expected).map(value -> value * value).average().orElse(0);
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      // in this form a difference that is not a number is kept
      double difference = Math.abs(got[i] - expected[i]);
      largest = difference <= largest ? largest : difference;
    }
    return largest == 0 ? 0 : largest / Math.sqrt(square);
  }
}
