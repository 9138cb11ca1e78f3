package org.echodc.device;

import static org.echodc.device.Close.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.scenario.Values;
import org.echodc.golden.Npy;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.Mmd.Implementation;
import org.echodc.operation.mmd.Mmd.Kernel;
import org.echodc.operation.mmd.MmdGradient;
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

  private record Discrepancy(double[] loss, double[] gradient) {}

  private Discrepancy mmd(Mmd mmd, Tensor synthetic, Tensor real) {
    Tensor gradient = bench().result("gradient", synthetic.shape());
    Tensor loss = bench().result("loss", synthetic.shape().extent(0));
    device().run(new MmdGradient(mmd, synthetic, real, gradient, Optional.of(loss)));
    return new Discrepancy(bench().values(loss), bench().values(gradient));
  }

  static Stream<Arguments> goldens() {
    return Stream.of("gaussian", "linear", "polynomial", "laplace", "dm")
        .flatMap(
            kernel ->
                Stream.of("1x4x16", "7x13x32", "40x128x512")
                    .flatMap(
                        shape ->
                            Arrays.stream(Implementation.values())
                                .map(how -> Arguments.of(kernel, shape, how))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("goldens")
  void agreesWithPyTorch(String kernel, String shape, Implementation implementation) {
    String directory = "mmd/%s_%s/".formatted(kernel, shape);
    Kernel named = kernel.equals("dm") ? Kernel.MEAN : Kernel.valueOf(kernel.toUpperCase());
    Discrepancy got =
        mmd(
            new Mmd(named, implementation),
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
    Discrepancy got =
        mmd(
            new Mmd(Kernel.GAUSSIAN, implementation),
            bench().floats(synthetic, 1, M, D),
            bench().floats(real, 1, N, D));
    assertEquals(0, got.loss[0], 1e-5);
    assertArrayEquals(new double[M * D], got.gradient);
  }

  @ParameterizedTest
  @EnumSource
  void aSetDoesNotDifferFromItself(Implementation implementation) {
    for (Kernel kernel : Kernel.values()) {
      Tensor features = bench().normal(1, CLASSES, M, D);
      Discrepancy got = mmd(new Mmd(kernel, implementation), features, features);
      // the polynomial kernel is of order D^2 = 400, its mean's rounding errors 400 2^-24
      assertArrayEquals(new double[CLASSES], got.loss, 1e-3, kernel.name());
    }
  }

  /** Every class has its own bandwidth and sums. */
  @ParameterizedTest
  @EnumSource
  void classesDoNotTouchEachOther(Implementation implementation) {
    for (Kernel kernel : Kernel.values()) {
      Mmd mmd = new Mmd(kernel, implementation);
      Tensor synthetic = bench().normal(1, CLASSES, M, D);
      Tensor real = bench().normal(2, CLASSES, N, D);
      Discrepancy together = mmd(mmd, synthetic, real);
      for (int k = 0; k < CLASSES; k++) {
        Discrepancy alone = mmd(mmd, synthetic.rows(k, 1), real.rows(k, 1));
        assertEquals(alone.loss[0], together.loss[k], 1e-5 + 1e-5 * Math.abs(alone.loss[0]));
        assertClose(
            Tolerance.SUMS,
            kernel + " gradient of class " + k,
            alone.gradient,
            Arrays.copyOfRange(together.gradient, k * M * D, (k + 1) * M * D));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNaNStaysInItsClass(Implementation implementation) {
    for (Kernel kernel : Kernel.values()) {
      for (boolean inSynthetic : new boolean[] {true, false}) {
        float[] synthetic = Values.normal(1, CLASSES * M * D);
        float[] real = Values.normal(2, CLASSES * N * D);
        if (inSynthetic) {
          synthetic[M * D + 5 * D - 1] = Float.NaN;
        } else {
          real[N * D + 5 * D - 1] = Float.NaN;
        }
        Discrepancy got =
            mmd(
                new Mmd(kernel, implementation),
                bench().floats(synthetic, CLASSES, M, D),
                bench().floats(real, CLASSES, N, D));
        String what = "%s, NaN among %s".formatted(kernel, inSynthetic ? "synthetic" : "real");
        assertTrue(Double.isFinite(got.loss[0]) && Double.isFinite(got.loss[2]), what);
        assertTrue(Double.isNaN(got.loss[1]), () -> what + ": loss " + got.loss[1]);
        double[] gradient = Arrays.copyOfRange(got.gradient, M * D, 2 * M * D);
        assertTrue(Arrays.stream(gradient).anyMatch(Double::isNaN), what);
        long numbers = Arrays.stream(got.gradient).filter(Double::isFinite).count();
        assertTrue(numbers >= (CLASSES - 1) * M * D, what);
      }
    }
  }
}
