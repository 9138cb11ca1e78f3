package org.echodc.device.comparison.scenario;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.SavedActivations;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** The conv block as one operation, on the shapes of the networks and at the edges of tiles. */
public final class ConvBlockScenarios {
  private ConvBlockScenarios() {}

  private static Stream<Case> cases() {
    return Stream.of(
        new Case("first block of a 28x28 gray image", 3, 28, 28, 1, 16, 3),
        new Case("first block of a 28x28 gray image, 128 channels", 2, 28, 28, 1, 128, 3),
        new Case("first block of a 32x32 color image", 2, 32, 32, 3, 128, 1),
        new Case("second block", 3, 16, 16, 128, 128, 1),
        new Case("third block", 5, 8, 8, 128, 128, 1),
        new Case("fourth block", 5, 4, 4, 128, 128, 1),
        new Case("smallest image", 3, 2, 2, 5, 4, 1),
        new Case("no padding", 2, 6, 6, 4, 8, 0),
        new Case("padding 2", 2, 5, 5, 2, 8, 2),
        new Case("one channel to one", 7, 8, 8, 1, 1, 1),
        new Case("a vector of channels less one", 2, 8, 8, 15, 15, 1),
        new Case("a vector of channels", 2, 8, 8, 16, 16, 1),
        new Case("a vector of channels and one", 2, 8, 8, 17, 17, 1),
        new Case("prime channels", 2, 8, 8, 3, 37, 1),
        new Case("odd image drops row and column", 3, 7, 9, 8, 16, 1),
        new Case("wide image", 1, 4, 22, 8, 16, 1));
  }

  public static Stream<Scenario> all() {
    return cases().flatMap(c -> Stream.of(c.forward(), c.trained(), c.condensed()));
  }

  private record Case(String name, int batch, int height, int width, int in, int out, int padding) {

    /**
     * Weights of deviation 1 / sqrt(fan in) keep values of order one; scales have both signs. The
     * shift moves the kink of the ReLU by less than the least normalised value that {@link
     * SavedActivations} has.
     */
    ConvBlock.Parameters block(OperationBench bench) {
      double fanIn = Math.sqrt(9.0 * in);
      float[] weight = Values.map(Values.normal(1, 9 * in * out), w -> w / fanIn);
      float[] scale = Values.map(Values.normal(2, out), s -> Math.copySign(0.5, s) + 0.5 * s);
      float[] shift = Values.pixels(3, out);
      for (int i = 0; i < out; i++) {
        shift[i] = scale[i] * (0.6f * shift[i] - 0.3f);
      }
      return new ConvBlock.Parameters(
          bench.floats(weight, 3, 3, in, out),
          bench.floats(scale, out),
          bench.floats(shift, out),
          padding);
    }

    Shape src() {
      return Shape.of(batch, height, width, in);
    }

    Tensor input(OperationBench bench) {
      return bench.normal(4, OperationBench.extents(src()));
    }

    private Scenario scenario(
        String operation, Tolerance tolerance, Consumer<OperationBench> body) {
      return new Scenario(operation + name, tolerance, Scenario.Products.ROUNDED, body);
    }

    /** Where nothing is saved, and where something is. */
    Scenario forward() {
      return scenario(
          "convBlockForward: ",
          Tolerance.STANDARD,
          bench -> {
            ConvBlock.Parameters block = block(bench);
            Tensor input = input(bench);
            Shape result = block.resultShape(src());
            bench.run(new ConvBlock(block, input, bench.result("dst", result), Optional.empty()));
            ConvBlock.Saved saved =
                new ConvBlock.Saved(
                    bench.result("convolution", block.convolutionShape(src())),
                    bench.result("mean", batch, out),
                    bench.result("inverseStd", batch, out));
            bench.run(
                new ConvBlock(
                    block, input, bench.result("dst with saved", result), Optional.of(saved)));
          });
    }

    private ConvBlock.Saved saved(OperationBench bench, ConvBlock.Parameters block) {
      return SavedActivations.random(6, block.convolutionShape(src())).on(bench);
    }

    /**
     * Of four pixels the normalisation's gradient keeps two degrees of freedom: nearly all of a
     * gradient of order one cancels, and what rounding leaves does not shrink with the result.
     */
    private Tolerance gradientTolerance() {
      return height * width <= 4 ? Tolerance.STANDARD : Tolerance.SUMS;
    }

    /** All gradients are wanted, and those of the parameters alone. */
    Scenario trained() {
      return scenario(
          "convBlockBackward: training, ",
          gradientTolerance(),
          bench -> {
            ConvBlock.Parameters block = block(bench);
            ConvBlock.Saved saved = saved(bench, block);
            Tensor input = input(bench);
            ConvBlock.ParameterGradients parameters = parameters(bench, input, "");
            Tensor dstGradient = bench.normal(5, OperationBench.extents(block.resultShape(src())));
            bench.run(
                new ConvBlock.Backward(
                    block,
                    saved,
                    dstGradient,
                    ConvBlock.Gradients.ofBoth(bench.result("srcGradient", src()), parameters)));
            bench.run(
                new ConvBlock.Backward(
                    block,
                    saved,
                    dstGradient,
                    ConvBlock.Gradients.ofParameters(parameters(bench, input, " alone"))));
          });
    }

    private ConvBlock.ParameterGradients parameters(
        OperationBench bench, Tensor input, String suffix) {
      return new ConvBlock.ParameterGradients(
          input,
          bench.result("weightGradient" + suffix, 3, 3, in, out),
          bench.result("scaleGradient" + suffix, out),
          bench.result("shiftGradient" + suffix, out));
    }

    /** Only the gradient of the input is wanted. */
    Scenario condensed() {
      return scenario(
          "convBlockBackward: condensation, ",
          gradientTolerance(),
          bench -> {
            ConvBlock.Parameters block = block(bench);
            bench.run(
                new ConvBlock.Backward(
                    block,
                    saved(bench, block),
                    bench.normal(5, OperationBench.extents(block.resultShape(src()))),
                    ConvBlock.Gradients.ofInput(bench.result("srcGradient", src()))));
          });
    }
  }
}
