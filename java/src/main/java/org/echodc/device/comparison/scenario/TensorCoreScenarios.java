package org.echodc.device.comparison.scenario;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Scenario.Products;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * The blocks of a network with activations stored as the precision stores them, and with every
 * factor of a product a number of BF16, of which TF32 is a superset: weights, inputs, and the
 * gradient w.r.t. the convolution, which a kernel makes and rounds on its way to the tensor cores.
 * Rounding then changes nothing, so that results may differ by float32 sums alone, and factors have
 * mean 0, so that one in the wrong place shows.
 *
 * <p>The means in the gradient of the normalisation are 0 there. Where they are not, that gradient
 * needs more places than a format has, so that another scenario has these, and the wider bound.
 */
public final class TensorCoreScenarios {
  private static final int WIDTH = 128;

  private TensorCoreScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
            new Block("28x28 gray", 2, 28, 1, 3),
            new Block("32x32 color", 2, 32, 3, 1),
            new Block("16x16", 2, 16, WIDTH, 1),
            new Block("8x8", 5, 8, WIDTH, 1))
        .flatMap(block -> Stream.of(block.forward(), block.backward(), block.roundedBackward()));
  }

  private record Block(String name, int batch, int side, int in, int padding) {

    private boolean isFirst() {
      return in < WIDTH;
    }

    /** The last block's results are the network's features, which are float32. */
    private boolean isLast() {
      return side == 8;
    }

    private Shape src() {
      return Shape.of(batch, side, side, in);
    }

    private Shape convolution() {
      return Shape.of(batch, side + 2 * padding - 2, side + 2 * padding - 2, WIDTH);
    }

    private Shape dst() {
      int half = convolution().extent(1) / 2;
      return Shape.of(batch, half, half, WIDTH);
    }

    private Tensor weight(OperationBench bench) {
      double fanIn = Math.sqrt(9.0 * in);
      float[] weight = Values.map(Values.normal(1, 9 * in * WIDTH), w -> w / fanIn);
      return bench.floats(Values.roundedToBf16(weight), 3, 3, in, WIDTH);
    }

    private Scenario scenario(String operation, Products products, Consumer<OperationBench> body) {
      return new Scenario(operation + ", " + name, Tolerance.SUMS, products, body);
    }

    Scenario forward() {
      return scenario(
          "convBlockForward: tensor cores",
          Products.REPRESENTABLE,
          bench -> {
            ConvBlock.Parameters block =
                new ConvBlock.Parameters(
                    weight(bench), bench.normal(2, WIDTH), bench.normal(3, WIDTH), padding);
            float[] images = Values.roundedToBf16(Values.normal(4, (int) src().elements()));
            Tensor src =
                isFirst()
                    ? bench.floats(images, OperationBench.extents(src()))
                    : bench.activations(images, src());
            Tensor dst =
                isLast() ? bench.result("dst", dst()) : bench.activationsResult("dst", dst());
            ConvBlock.Saved saved =
                new ConvBlock.Saved(
                    bench.activationsResult("convolution", convolution()),
                    bench.result("mean", batch, WIDTH),
                    bench.result("inverseStd", batch, WIDTH));
            bench.run(new ConvBlock(block, src, dst, Optional.of(saved)));
          });
    }

    Scenario backward() {
      return scenario(
          "convBlockBackward: tensor cores",
          Products.REPRESENTABLE,
          bench -> backward(bench, BackwardInputs.exact(6, convolution())));
    }

    Scenario roundedBackward() {
      return scenario(
          "convBlockBackward: rounded for tensor cores",
          Products.ROUNDED,
          bench -> backward(bench, BackwardInputs.inexact(6, convolution())));
    }

    private void backward(OperationBench bench, BackwardInputs inputs) {
      ConvBlock.Parameters block =
          new ConvBlock.Parameters(
              weight(bench),
              bench.floats(inputs.scale(), WIDTH),
              bench.floats(inputs.shift(), WIDTH),
              padding);
      ConvBlock.Saved saved =
          new ConvBlock.Saved(
              bench.activations(inputs.convolution(), convolution()),
              bench.floats(inputs.mean(), batch, WIDTH),
              bench.floats(inputs.inverseStd(), batch, WIDTH));
      Tensor dstGradient =
          isLast()
              ? bench.floats(inputs.dstGradient(), OperationBench.extents(dst()))
              : bench.activations(inputs.dstGradient(), dst());
      Tensor srcGradient =
          isFirst()
              ? bench.result("srcGradient", src())
              : bench.activationsResult("srcGradient", src());
      bench.run(
          new ConvBlock.Backward(
              block, saved, dstGradient, ConvBlock.Gradients.ofInput(srcGradient)));
    }
  }
}
