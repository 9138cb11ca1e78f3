package org.echodc.device.comparison;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.operation.Mmd;
import org.echodc.operation.MmdGradient;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** Every kernel, fused and unfused, at the edges of tiles. */
final class MmdScenarios {
  private MmdScenarios() {}

  static Stream<Scenario> all() {
    return Arrays.stream(Mmd.Kernel.values())
        .flatMap(
            kernel ->
                Arrays.stream(Mmd.Implementation.values())
                    .map(implementation -> new Mmd(kernel, implementation)))
        .flatMap(
            mmd ->
                Stream.of(
                    new Case("one each in one dimension", mmd, 1, 1, 1, 1, 0),
                    new Case("one synthetic", mmd, 1, 1, 5, 16, 0),
                    new Case("one real", mmd, 1, 5, 1, 16, 0),
                    new Case("one dimension", mmd, 3, 9, 8, 1, 0),
                    new Case("tile less one", mmd, 1, 15, 31, 63, 0),
                    new Case("tile", mmd, 1, 16, 32, 64, 0),
                    new Case("tile and one", mmd, 1, 17, 33, 65, 0),
                    new Case("second tile and one", mmd, 1, 65, 129, 17, 0),
                    new Case("tiles of 256 and one", mmd, 1, 257, 513, 8, 0),
                    new Case("prime, three classes", mmd, 3, 7, 13, 37, 0),
                    new Case("more synthetic than real", mmd, 2, 40, 11, 24, 0),
                    new Case("condensation", mmd, 3, 40, 128, 256, 0),
                    new Case("wide features", mmd, 1, 10, 20, 2051, 0),
                    new Case("far from the origin", mmd, 2, 20, 30, 64, 2)))
        .flatMap(c -> c.isMeaningful() ? Stream.of(c.scenario()) : Stream.empty());
  }

  /**
   * Features of classes around different means, so that discrepancy and gradient are not noise.
   * Distances are of order one, where the Laplace kernel is neither 0 nor flat.
   */
  private record Case(
      String name, Mmd mmd, int classes, int m, int n, int dimensions, double offset) {

    /** An offset is lost in the squares of the dot products, in any float32 implementation. */
    boolean isMeaningful() {
      return offset == 0
          || mmd.kernel() == Mmd.Kernel.GAUSSIAN
          || mmd.kernel() == Mmd.Kernel.LAPLACE;
    }

    Scenario scenario() {
      return new Scenario(
          Text.format("mmd: %s %s, %s", mmd.kernel(), mmd.implementation(), name),
          Tolerance.SUMS,
          bench -> {
            Tensor synthetic = features(bench, 1, m, 1);
            Tensor real = features(bench, 2, n, 1.3);
            Tensor gradient = bench.result("gradient", classes, m, dimensions);
            bench.run(
                new MmdGradient(
                    mmd, synthetic, real, gradient, Optional.of(bench.result("loss", classes))));
            Tensor alone = bench.result("gradient without loss", classes, m, dimensions);
            bench.run(new MmdGradient(mmd, synthetic, real, alone, Optional.empty()));
          });
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
