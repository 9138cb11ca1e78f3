package org.echodc.device.comparison.scenario;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.Fill;
import org.echodc.operation.layer.Add;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.operation.layer.Linear;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** Normalisation, addition and the fully connected layer by themselves. */
public final class LayerScenarios {
  private LayerScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
        norm("8x8", true, 3, 8, 8, 16),
        norm("8x8", false, 3, 8, 8, 16),
        norm("one channel", true, 5, 7, 5, 1),
        norm("a vector of channels and one", false, 2, 4, 4, 17),
        norm("wide", true, 2, 16, 16, 128),
        normOfInput("8x8", true, 3, 8, 8, 16),
        normOfInput("a vector of channels and one", false, 2, 4, 4, 17),
        add(1),
        add(17),
        add(4099),
        linear("one input", 3, 1, 8),
        linear("one row", 1, 100, 100),
        linear("classifier", 13, 2048, 10),
        linear("tile less one", 15, 31, 15),
        linear("tile", 16, 32, 16),
        linear("tile and one", 17, 33, 17),
        linear("prime", 61, 127, 101),
        linear("only the input's gradient", 13, 2048, 10, true, false),
        linear("only the parameters' gradients", 17, 33, 17, false, true),
        fill());
  }

  private static Scenario norm(
      String name, boolean relu, int batch, int height, int width, int channels) {
    return norm(name, relu, Shape.of(batch, height, width, channels), true);
  }

  /** Without the gradients of the parameters. */
  private static Scenario normOfInput(
      String name, boolean relu, int batch, int height, int width, int channels) {
    return norm(
        name + ", only the input's gradient",
        relu,
        Shape.of(batch, height, width, channels),
        false);
  }

  private static Scenario norm(String name, boolean relu, Shape shape, boolean ofParameters) {
    return new Scenario(
        Text.format("instanceNorm: %s%s", name, relu ? ", ReLU" : ""),
        Tolerance.SUMS,
        bench -> {
          int batch = shape.extent(0);
          int channels = shape.extent(3);
          int[] extents = OperationBench.extents(shape);
          InstanceNorm.Affine norm =
              new InstanceNorm.Affine(
                  bench.normal(1, channels),
                  bench.floats(
                      Values.map(Values.normal(2, channels), b -> 0.5 + 0.5 * b), channels),
                  relu);
          InstanceNorm.Statistics statistics =
              new InstanceNorm.Statistics(
                  bench.result("mean", batch, channels),
                  bench.result("inverseStd", batch, channels));
          // a mean of 3 shows a variance computed as a difference of squares
          float[] values =
              Values.map(Values.normal(3, OperationBench.count(extents)), value -> 3 + 0.5 * value);
          Tensor src = bench.floats(values, extents);
          bench.run(new InstanceNorm(norm, src, bench.result("dst", shape), statistics));
          bench.run(
              new InstanceNorm.Backward(
                  norm,
                  src,
                  statistics,
                  bench.normal(4, extents),
                  bench.result("srcGradient", shape),
                  wanted(
                      ofParameters,
                      () ->
                          new InstanceNorm.Gradients(
                              bench.result("scaleGradient", channels),
                              bench.result("shiftGradient", channels)))));
        });
  }

  private static <T> Optional<T> wanted(boolean wanted, Supplier<T> results) {
    return wanted ? Optional.of(results.get()) : Optional.empty();
  }

  private static Scenario add(int count) {
    return new Scenario(
        "add: " + count,
        Tolerance.STANDARD,
        bench ->
            bench.run(
                new Add(
                    bench.normal(1, count), bench.normal(2, count), bench.result("dst", count))));
  }

  private static Scenario linear(String name, int batch, int in, int out) {
    return linear(name, batch, in, out, true, true);
  }

  private static Scenario linear(
      String name, int batch, int in, int out, boolean ofInput, boolean ofParameters) {
    return new Scenario(
        "linear: " + name,
        Tolerance.SUMS,
        bench -> {
          Linear.Parameters linear =
              new Linear.Parameters(bench.normal(1, in, out), bench.normal(2, out));
          Tensor src = bench.normal(3, batch, in);
          bench.run(new Linear(linear, src, bench.result("dst", batch, out)));
          bench.run(
              new Linear.Backward(
                  linear,
                  src,
                  bench.normal(4, batch, out),
                  wanted(ofInput, () -> bench.result("srcGradient", batch, in)),
                  wanted(
                      ofParameters,
                      () ->
                          new Linear.Parameters(
                              bench.result("weightGradient", in, out),
                              bench.result("biasGradient", out)))));
        });
  }

  /** Whole numbers are rounded down. */
  private static Scenario fill() {
    return new Scenario(
        "fill: floats and whole numbers",
        Tolerance.EXACT,
        bench -> {
          bench.run(new Fill(bench.result("floats", 7), -2.5f));
          bench.run(new Fill(bench.intResult("whole numbers", 7), -2.5f));
        });
  }
}
