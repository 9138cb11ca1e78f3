package org.echodc.device.comparison.scenario;

import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Scenario.Products;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Convolutions and their gradients of enough channels for tensor cores, with factors that are
 * numbers of BF16, as in {@link TensorCoreScenarios}: full tiles and others, in rows, columns and
 * the inner dimension.
 */
public final class TensorConvolutionScenarios {
  private TensorConvolutionScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
        scenario("3x3", Shape.of(2, 8, 8, 16), 64, 3, 1, 1),
        scenario("3x3, a pixel's rest", Shape.of(1, 13, 11, 20), 72, 3, 1, 1),
        scenario("3x3 of stride 2, odd image", Shape.of(2, 7, 9, 33), 17, 3, 2, 1),
        scenario("3x3 of stride 2 that skips the last row", Shape.of(1, 8, 8, 16), 16, 3, 2, 0),
        scenario("1x1", Shape.of(1, 5, 5, 64), 130, 1, 1, 0),
        scenario("2x2 of stride 2", Shape.of(2, 6, 6, 24), 32, 2, 2, 0),
        scenario("5x5", Shape.of(1, 9, 7, 19), 16, 5, 1, 2),
        scenario("5x5 of stride 2", Shape.of(1, 10, 9, 18), 16, 5, 2, 2),
        scenario("7x7", Shape.of(1, 7, 7, 16), 16, 7, 1, 3),
        scenario("7x7 of stride 2", Shape.of(1, 15, 14, 16), 21, 7, 2, 3),
        scenario("window as large as the image", Shape.of(1, 3, 3, 40), 16, 3, 1, 0),
        scenario("a weight gradient of several parts", Shape.of(3, 14, 14, 16), 16, 3, 1, 1));
  }

  private static Scenario scenario(
      String name, Shape src, int out, int kernel, int stride, int padding) {
    return new Scenario(
        "convolution: tensor cores, " + name,
        Tolerance.SUMS,
        Products.REPRESENTABLE,
        bench -> {
          Convolution.Filter filter =
              new Convolution.Filter(
                  representable(bench, 1, Shape.of(kernel, kernel, src.extent(3), out)),
                  stride,
                  padding);
          Shape dst = filter.resultShape(src);
          Tensor images = representable(bench, 2, src);
          Tensor gradient = representable(bench, 3, dst);
          Tensor bias = representable(bench, 4, Shape.of(out));
          bench.run(new Convolution(filter, Optional.of(bias), images, bench.result("dst", dst)));
          bench.run(
              new Convolution.BackwardInput(filter, gradient, bench.result("srcGradient", src)));
          bench.run(
              new Convolution.BackwardWeight(
                  filter,
                  images,
                  gradient,
                  bench.result("weightGradient", filter.weight().shape()),
                  Optional.of(bench.result("biasGradient", bias.shape()))));
        });
  }

  private static Tensor representable(OperationBench bench, long seed, Shape shape) {
    float[] values = Values.roundedToBf16(Values.normal(seed, (int) shape.elements()));
    return bench.floats(values, OperationBench.extents(shape));
  }
}
