package org.echodc.device;

import static org.echodc.device.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.golden.Npy;
import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.mmd.MeanDistance;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.Mmd.Implementation;
import org.echodc.operation.mmd.Mmd.Kernel;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Discrepancies against PyTorch 2.10, and what must hold of them. */
abstract class MmdTests extends DeviceTests {
  private static final int CLASSES = 3;
  private static final int M = 6;
  private static final int N = 9;
  private static final int D = 20;

  private record Computed(double[] loss, double[] gradient) {}

  private Computed compute(Discrepancy discrepancy, Tensor synthetic, Tensor real) {
    Tensor gradient = bench().result("gradient", synthetic.shape());
    Tensor loss = bench().result("loss", synthetic.shape().extent(0));
    device().run(discrepancy.gradient(synthetic, real, gradient, Optional.of(loss)));
    return new Computed(bench().values(loss), bench().values(gradient));
  }

  static Stream<Discrepancy> discrepancies() {
    return Stream.concat(
        Stream.of(new MeanDistance()),
        Arrays.stream(Kernel.values())
            .flatMap(
                kernel -> Arrays.stream(Implementation.values()).map(how -> new Mmd(kernel, how))));
  }

  /** Of every discrepancy, with the name of its files. */
  static Stream<Arguments> goldens() {
    return discrepancies()
        .flatMap(
            discrepancy ->
                Stream.of("1x4x16", "7x13x32", "40x128x512")
                    .map(shape -> Arguments.of(discrepancy, goldenName(discrepancy), shape)));
  }

  private static String goldenName(Discrepancy discrepancy) {
    return discrepancy instanceof Mmd mmd ? mmd.kernel().name().toLowerCase(Locale.ROOT) : "dm";
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("goldens")
  void agreesWithPyTorch(Discrepancy discrepancy, String name, String shape) {
    String directory = "mmd/%s_%s/".formatted(name, shape);
    Computed got =
        compute(
            discrepancy,
            oneClass(Npy.golden(directory + "syn")),
            oneClass(Npy.golden(directory + "real")));
    assertClose(Tolerance.STANDARD, "loss", Npy.golden(directory + "loss").doubles(), got.loss);
    assertClose(
        Tolerance.STANDARD, "gradient", Npy.golden(directory + "grad_syn").doubles(), got.gradient);
  }

  private Tensor oneClass(Npy features) {
    return bench().floats(features.values(), 1, features.shape()[0], features.shape()[1]);
  }

  @ParameterizedTest
  @EnumSource
  void equalFeaturesGiveNoGradient(Implementation implementation) {
    float[] synthetic = new float[M * D];
    float[] real = new float[N * D];
    Arrays.fill(synthetic, 0.7f);
    Arrays.fill(real, 0.7f);
    Computed got =
        compute(
            new Mmd(Kernel.GAUSSIAN, implementation),
            bench().floats(synthetic, 1, M, D),
            bench().floats(real, 1, N, D));
    assertEquals(0, got.loss[0], 1e-5);
    assertArrayEquals(new double[M * D], got.gradient);
  }

  @ParameterizedTest
  @MethodSource("discrepancies")
  void aSetDoesNotDifferFromItself(Discrepancy discrepancy) {
    Tensor features = bench().normal(1, CLASSES, M, D);
    Computed got = compute(discrepancy, features, features);
    // the polynomial kernel is of order D^2 = 400, its mean's rounding errors 400 2^-24
    assertArrayEquals(new double[CLASSES], got.loss, 1e-3);
  }

  /** Every class has its own bandwidth and sums. */
  @ParameterizedTest
  @MethodSource("discrepancies")
  void classesDoNotTouchEachOther(Discrepancy discrepancy) {
    Tensor synthetic = bench().normal(1, CLASSES, M, D);
    Tensor real = bench().normal(2, CLASSES, N, D);
    Computed together = compute(discrepancy, synthetic, real);
    for (int k = 0; k < CLASSES; k++) {
      Computed alone = compute(discrepancy, synthetic.rows(k, 1), real.rows(k, 1));
      assertEquals(alone.loss[0], together.loss[k], 1e-5 + 1e-5 * Math.abs(alone.loss[0]));
      assertClose(
          Tolerance.SUMS,
          "gradient of class " + k,
          alone.gradient,
          Arrays.copyOfRange(together.gradient, k * M * D, (k + 1) * M * D));
    }
  }

  @ParameterizedTest
  @MethodSource("discrepancies")
  void aNaNStaysInItsClass(Discrepancy discrepancy) {
    for (boolean inSynthetic : new boolean[] {true, false}) {
      float[] synthetic = Values.normal(1, CLASSES * M * D);
      float[] real = Values.normal(2, CLASSES * N * D);
      if (inSynthetic) {
        synthetic[M * D + 5 * D - 1] = Float.NaN;
      } else {
        real[N * D + 5 * D - 1] = Float.NaN;
      }
      Computed got =
          compute(
              discrepancy,
              bench().floats(synthetic, CLASSES, M, D),
              bench().floats(real, CLASSES, N, D));
      String what = "NaN among " + (inSynthetic ? "synthetic" : "real");
      assertTrue(Double.isFinite(got.loss[0]) && Double.isFinite(got.loss[2]), what);
      assertTrue(Double.isNaN(got.loss[1]), () -> what + ": loss " + got.loss[1]);
      double[] gradient = Arrays.copyOfRange(got.gradient, M * D, 2 * M * D);
      assertTrue(Arrays.stream(gradient).anyMatch(Double::isNaN), what);
      long numbers = Arrays.stream(got.gradient).filter(Double::isFinite).count();
      assertTrue(numbers >= (CLASSES - 1) * M * D, what);
    }
  }
}
