package org.echodc.device.comparison.scenario;

import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.device.comparison.scenario.NormScenarios.Wanted;
import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.BatchNorm;
import org.echodc.operation.layer.Moments;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Batch normalisation in training and in testing, and its gradients. */
public final class BatchNormScenarios {
  private BatchNormScenarios() {}

  /**
   * Pixels of one slice, of several and of one that is not full, and a batch without any extent.
   */
  public static Stream<Scenario> all() {
    return Stream.of(
        training(Shape.of(2, 8, 8, 128), Wanted.ALL),
        training(Shape.of(3, 7, 5, 17), Wanted.ALL),
        training(Shape.of(5, 16, 16, 3), Wanted.ALL),
        training(Shape.of(37, 1, 1, 129), Wanted.ALL),
        training(Shape.of(3, 1, 1, 8), Wanted.ALL),
        training(Shape.of(1, 3, 1, 1), Wanted.ALL),
        training(Shape.of(3, 7, 5, 17), Wanted.INPUT),
        training(Shape.of(5, 16, 16, 3), Wanted.PARAMETERS),
        matching(Shape.of(4, 8, 8, 32)),
        inference(Shape.of(3, 7, 5, 17)),
        inference(Shape.of(9, 1, 1, 64)),
        inference(Shape.of(1, 1, 1, 1)));
  }

  private static float[] variances(long seed, int channels) {
    return Values.map(Values.normal(seed, channels), value -> 0.1 + value * value);
  }

  private static Scenario training(Shape shape, Wanted wanted) {
    return new Scenario(
        wanted.of("batchNorm: ", shape),
        Tolerance.SUMS,
        bench -> {
          int channels = shape.extent(3);
          BatchNorm.Running running =
              new BatchNorm.Running(
                  bench.state("runningMean", Values.normal(5, channels), channels),
                  bench.state("runningVariance", variances(6, channels), channels));
          run(bench, shape, wanted, Optional.of(running));
        });
  }

  private static Scenario matching(Shape shape) {
    return new Scenario(
        "batchNorm: " + shape + ", running statistics left alone",
        Tolerance.SUMS,
        bench -> run(bench, shape, Wanted.ALL, Optional.empty()));
  }

  private static void run(
      OperationBench bench, Shape shape, Wanted wanted, Optional<BatchNorm.Running> running) {
    Shape channels = Shape.of(shape.extent(3));
    Affine affine = NormScenarios.affine(bench, channels);
    Tensor src = NormScenarios.shifted(bench, shape);
    Moments moments =
        new Moments(bench.result("mean", channels), bench.result("inverseStd", channels));
    bench.run(new BatchNorm(affine, src, bench.result("dst", shape), moments, running));
    bench.run(
        new BatchNorm.Backward(affine.scale(), src, moments, wanted.on(bench, shape, channels)));
  }

  private static Scenario inference(Shape shape) {
    return new Scenario(
        "batchNorm: " + shape + " by running statistics",
        Tolerance.SUMS,
        bench -> {
          int channels = shape.extent(3);
          BatchNorm.Running running =
              new BatchNorm.Running(
                  bench.normal(5, channels), bench.floats(variances(6, channels), channels));
          bench.run(
              new BatchNorm.Inference(
                  NormScenarios.affine(bench, Shape.of(channels)),
                  running,
                  NormScenarios.shifted(bench, shape),
                  bench.result("dst", shape)));
        });
  }
}
