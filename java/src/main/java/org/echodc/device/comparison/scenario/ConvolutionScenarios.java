package org.echodc.device.comparison.scenario;

import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.operation.Fill;
import org.echodc.operation.layer.Add;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Convolution by itself, with and without bias, and its gradients. */
public final class ConvolutionScenarios {
  private ConvolutionScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
        convolution("3x3", Shape.of(2, 8, 8, 16), 16, 3, 1, 1),
        convolution("3x3 of stride 2", Shape.of(2, 8, 8, 8), 16, 3, 2, 1),
        convolution("3x3 of stride 2, odd image", Shape.of(3, 7, 9, 5), 3, 3, 2, 1),
        convolution("1x1 on every pixel", Shape.of(2, 5, 5, 16), 17, 1, 1, 0),
        convolution("5x5", Shape.of(2, 9, 7, 3), 32, 5, 1, 2),
        convolution("7x7 of stride 2", Shape.of(2, 16, 16, 3), 8, 7, 2, 3),
        convolution("3x3 of stride 2 that skips the last row", Shape.of(2, 8, 8, 4), 8, 3, 2, 0),
        convolution("one pixel", Shape.of(1, 1, 1, 1), 8, 1, 1, 0),
        convolution("window as large as the image", Shape.of(2, 3, 3, 4), 16, 3, 1, 0),
        convolution("wide", Shape.of(2, 8, 8, 129), 65, 3, 1, 1),
        biased("3x3", Shape.of(19, 8, 8, 16), 16, 3, 1, 1),
        biased("3x3 on 2x2 pixels", Shape.of(41, 2, 2, 18), 33, 3, 1, 1),
        biased("3x3 of stride 2, odd image", Shape.of(3, 7, 9, 5), 3, 3, 2, 1),
        biased("5x5", Shape.of(2, 9, 7, 3), 33, 5, 1, 2),
        biased("one pixel", Shape.of(1, 1, 1, 1), 8, 1, 1, 0),
        biased("wide", Shape.of(2, 8, 8, 129), 67, 3, 1, 1),
        shortcut(Shape.of(2, 8, 8, 16), 17),
        shortcut(Shape.of(2, 7, 8, 4), 4));
  }

  private static Scenario convolution(
      String name, Shape src, int out, int kernel, int stride, int padding) {
    return convolution(name, src, out, kernel, stride, padding, false);
  }

  private static Scenario biased(
      String name, Shape src, int out, int kernel, int stride, int padding) {
    return convolution(name + ", bias", src, out, kernel, stride, padding, true);
  }

  private static Scenario convolution(
      String name, Shape src, int out, int kernel, int stride, int padding, boolean biased) {
    return new Scenario(
        "convolution: " + name,
        Tolerance.SUMS,
        Scenario.Products.ROUNDED,
        bench -> {
          Convolution.Filter convolution =
              new Convolution.Filter(
                  bench.normal(1, kernel, kernel, src.extent(3), out), stride, padding);
          forwardAndParameters(bench, convolution, src, biased);
          bench.run(
              new Convolution.BackwardInput(
                  convolution,
                  bench.normal(3, OperationBench.extents(convolution.resultShape(src))),
                  bench.result("srcGradient", src)));
        });
  }

  private static void forwardAndParameters(
      OperationBench bench, Convolution.Filter convolution, Shape src, boolean biased) {
    Shape dst = convolution.resultShape(src);
    Tensor input = bench.normal(2, OperationBench.extents(src));
    Optional<Tensor> bias = Optional.empty();
    Optional<Tensor> biasGradient = Optional.empty();
    if (biased) {
      bias = Optional.of(bench.normal(4, convolution.channels()));
      biasGradient = Optional.of(bench.result("biasGradient", convolution.channels()));
    }
    bench.run(new Convolution(convolution, bias, input, bench.result("dst", dst)));
    bench.run(
        new Convolution.BackwardWeight(
            convolution,
            input,
            bench.normal(3, OperationBench.extents(dst)),
            bench.result("weightGradient", convolution.weight().shape()),
            biasGradient));
  }

  /**
   * The 1x1 convolution of stride 2 beside a residual block. Three quarters of its input gradient
   * are 0, so other numbers are added to it before it is compared.
   */
  private static Scenario shortcut(Shape src, int out) {
    return new Scenario(
        "convolution: 1x1 of stride 2 on " + src,
        Tolerance.SUMS,
        Scenario.Products.ROUNDED,
        bench -> {
          Convolution.Filter convolution =
              new Convolution.Filter(bench.normal(1, 1, 1, src.extent(3), out), 2, 0);
          forwardAndParameters(bench, convolution, src, false);
          Tensor sparse = bench.allocate(DataType.FLOAT32, OperationBench.extents(src));
          bench.run(new Fill(sparse, Float.NaN));
          bench.run(
              new Convolution.BackwardInput(
                  convolution,
                  bench.normal(3, OperationBench.extents(convolution.resultShape(src))),
                  sparse));
          Tensor offset = bench.normal(4, OperationBench.extents(src));
          bench.run(new Add(sparse, offset, bench.result("srcGradient + normal", src)));
        });
  }
}
