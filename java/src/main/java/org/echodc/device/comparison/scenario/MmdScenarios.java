package org.echodc.device.comparison.scenario;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.mmd.Discrepancy;
import org.echodc.operation.mmd.MeanDistance;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/**
 * Every kernel, fused and unfused, and the distance of means, at the edges of tiles, and Laplace's
 * kernel beyond order one.
 */
public final class MmdScenarios {
  private MmdScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.concat(usual(), extreme());
  }

  /** What the fixed scale of the Laplace kernel makes of features that are not of order one. */
  private static Stream<Scenario> extreme() {
    return Arrays.stream(Mmd.Implementation.values())
        .flatMap(
            implementation ->
                Stream.of(
                    new Extreme("far apart in two groups", implementation, 1_000, 1),
                    new Extreme("close together", implementation, 1, 1e-4),
                    new Extreme("kernel small but not 0", implementation, 0, 10)))
        .map(Extreme::scenario);
  }

  private static Stream<Scenario> usual() {
    Stream<Discrepancy> kernels =
        Arrays.stream(Mmd.Kernel.values())
            .flatMap(
                kernel ->
                    Arrays.stream(Mmd.Implementation.values())
                        .map(implementation -> new Mmd(kernel, implementation)));
    return Stream.concat(kernels, Stream.of(new MeanDistance()))
        .flatMap(
            discrepancy ->
                Stream.of(
                    new Case("one each in one dimension", discrepancy, 1, 1, 1, 1, 0),
                    new Case("one synthetic", discrepancy, 1, 1, 5, 16, 0),
                    new Case("one real", discrepancy, 1, 5, 1, 16, 0),
                    new Case("one dimension", discrepancy, 3, 9, 8, 1, 0),
                    new Case("tile less one", discrepancy, 1, 15, 31, 63, 0),
                    new Case("tile", discrepancy, 1, 16, 32, 64, 0),
                    new Case("tile and one", discrepancy, 1, 17, 33, 65, 0),
                    new Case("second tile and one", discrepancy, 1, 65, 129, 17, 0),
                    new Case("tiles of 256 and one", discrepancy, 1, 257, 513, 8, 0),
                    new Case("prime, three classes", discrepancy, 3, 7, 13, 37, 0),
                    new Case("more synthetic than real", discrepancy, 2, 40, 11, 24, 0),
                    new Case("condensation", discrepancy, 3, 40, 128, 256, 0),
                    new Case("wide features", discrepancy, 1, 10, 20, 2051, 0),
                    new Case("far from the origin", discrepancy, 2, 20, 30, 64, 2)))
        .flatMap(c -> c.isMeaningful() ? Stream.of(c.scenario()) : Stream.empty());
  }

  /**
   * Gradients under the Laplace kernel. The loss is none of it: near 0 it is a difference of means
   * of order one, and keeps their rounding.
   *
   * @param centre every other feature is around this in all dimensions, the others around its
   *     negative, so that distances of order one are between features of any length
   * @param spread of the features about it, as a length
   */
  private record Extreme(
      String name, Mmd.Implementation implementation, double centre, double spread) {
    private static final int CLASSES = 2;
    private static final int M = 18;
    private static final int N = 70;
    private static final int DIMENSIONS = 72;

    Scenario scenario() {
      Mmd mmd = new Mmd(Mmd.Kernel.LAPLACE, implementation);
      return new Scenario(
          Text.format("mmd: %s %s, %s", mmd.kernel(), implementation, name),
          Tolerance.SUMS,
          bench ->
              bench
                  .device()
                  .run(
                      new MmdGradient(
                          mmd,
                          features(bench, 1, M),
                          features(bench, 2, N),
                          bench.result("gradient", CLASSES, M, DIMENSIONS),
                          Optional.empty())));
    }

    private Tensor features(OperationBench bench, long seed, int count) {
      float[] values = Values.normal(seed, CLASSES * count * DIMENSIONS);
      for (int i = 0; i < values.length; i++) {
        double side = i / DIMENSIONS % 2 == 0 ? centre : -centre;
        values[i] = (float) (side + spread * values[i] / Math.sqrt(DIMENSIONS));
      }
      return bench.floats(values, CLASSES, count, DIMENSIONS);
    }
  }

  /**
   * Features of classes around different means, so that discrepancy and gradient are not noise.
   * Distances are of order one, where the Laplace kernel is neither 0 nor flat.
   */
  private record Case(
      String name,
      Discrepancy discrepancy,
      int classes,
      int m,
      int n,
      int dimensions,
      double offset) {

    /**
     * An offset is lost in the squares of dot products, in any float32 implementation; distances,
     * of features or of means, are free of it.
     */
    boolean isMeaningful() {
      return offset == 0
          || !(discrepancy instanceof Mmd mmd)
          || mmd.kernel() == Mmd.Kernel.GAUSSIAN
          || mmd.kernel() == Mmd.Kernel.LAPLACE;
    }

    Scenario scenario() {
      return new Scenario(
          Text.format("%s, %s", kind(), name),
          Tolerance.SUMS,
          bench -> {
            Tensor synthetic = features(bench, 1, m, 1);
            Tensor real = features(bench, 2, n, 1.3);
            Tensor gradient = bench.result("gradient", classes, m, dimensions);
            bench.run(
                discrepancy.gradient(
                    synthetic, real, gradient, Optional.of(bench.result("loss", classes))));
            Tensor alone = bench.result("gradient without loss", classes, m, dimensions);
            bench.run(discrepancy.gradient(synthetic, real, alone, Optional.empty()));
          });
    }

    private String kind() {
      return discrepancy instanceof Mmd mmd
          ? Text.format("mmd: %s %s", mmd.kernel(), mmd.implementation())
          : "mean distance: of features";
    }

    private Tensor features(OperationBench bench, long seed, int count, double spread) {
      float[] values =
          Values.map(
              Values.normal(seed, classes * count * dimensions),
              value -> offset + (0.3 + spread * value) / Math.sqrt(dimensions));
      return bench.floats(values, classes, count, dimensions);
    }
  }
}
