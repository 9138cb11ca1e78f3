package org.echodc.device.refusal;

import static org.echodc.device.refusal.Refusal.floats;
import static org.echodc.device.refusal.Refusal.ints;
import static org.echodc.device.refusal.Refusal.wrong;

import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.operation.layer.Activation;
import org.echodc.operation.layer.Add;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.Concatenate;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Convolution;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.operation.layer.Linear;
import org.echodc.operation.layer.MaxPool;
import org.echodc.operation.layer.Relu;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers of networks refuse wrong arguments. */
class RefusedLayersTest {

  @ParameterizedTest
  @MethodSource({"ofBlocks", "ofLayers"})
  void isRefused(Refusal wrong) {
    wrong.check();
  }

  static Stream<Refusal> ofBlocks() {
    ConvBlock.Parameters block =
        new ConvBlock.Parameters(floats(3, 3, 2, 8), floats(8), floats(8), 1);
    ConvBlock.Parameters lopsided =
        new ConvBlock.Parameters(floats(3, 3, 2, 8), floats(8), floats(7), 1);
    ConvBlock.Saved saved = new ConvBlock.Saved(floats(3, 6, 6, 8), floats(3, 8), floats(3, 8));
    ConvBlock.Saved uneven = new ConvBlock.Saved(floats(4, 6, 6, 8), floats(4, 8), floats(2, 8));
    Tensor src = floats(4, 6, 6, 2);
    Tensor dst = floats(4, 3, 3, 8);
    ConvBlock.Gradients gradients = ConvBlock.Gradients.ofInput(floats(3, 6, 6, 2));
    return Stream.of(
        wrong(
            "convBlock",
            d -> d.run(new ConvBlock(block, src, floats(4, 6, 6, 8), Optional.empty())),
            "[4, 3, 3, 8]",
            "[4, 6, 6, 8]"),
        wrong(
            "convBlock",
            d -> d.run(new ConvBlock(block, floats(4, 6, 6, 3), dst, Optional.empty())),
            "2 channels",
            "[4, 6, 6, 3]"),
        wrong(
            "convBlock",
            d -> d.run(new ConvBlock(lopsided, src, dst, Optional.empty())),
            "[8]",
            "[7]"),
        wrong(
            "convBlock",
            d -> d.run(new ConvBlock(block, src, dst, Optional.of(uneven))),
            "[4, 8]",
            "[2, 8]"),
        wrong(
            "convBlock",
            d ->
                d.run(
                    new ConvBlock(
                        block, floats(2, 6, 6, 2), floats(2, 3, 3, 8), Optional.of(saved))),
            "saved",
            "2",
            "3"),
        wrong(
            "convBlockBackward",
            d -> d.run(new ConvBlock.Backward(block, saved, dst, gradients)),
            "[3, 3, 3, 8]",
            "[4, 3, 3, 8]"),
        wrong(
            "convBlockBackward",
            d ->
                d.run(
                    new ConvBlock.Backward(
                        block, saved, floats(3, 3, 3, 8), ConvBlock.Gradients.ofInput(src))),
            "[3, 6, 6, 2]",
            "[4, 6, 6, 2]"),
        wrong(
            "convBlockBackward",
            d ->
                d.run(
                    new ConvBlock.Backward(
                        block,
                        saved,
                        floats(3, 3, 3, 8),
                        ConvBlock.Gradients.ofParameters(
                            new ConvBlock.ParameterGradients(
                                floats(3, 6, 6, 2), floats(3, 3, 8, 2), floats(8), floats(8))))),
            "[3, 3, 2, 8]",
            "[3, 3, 8, 2]"));
  }

  static Stream<Refusal> ofLayers() {
    Convolution.Filter convolution = new Convolution.Filter(floats(3, 3, 2, 8), 2, 1);
    Tensor src = floats(4, 6, 6, 2);
    Tensor dst = floats(4, 3, 3, 8);
    Tensor flat = floats(4, 3, 8, 3);
    InstanceNorm.Affine norm = new InstanceNorm.Affine(floats(2), floats(2), true);
    InstanceNorm.Statistics statistics = new InstanceNorm.Statistics(floats(4, 2), floats(4, 2));
    InstanceNorm.Statistics swapped = new InstanceNorm.Statistics(floats(2, 4), floats(4, 2));
    MaxPool.Window window = new MaxPool.Window(3, 2, 1);
    Tensor pooled = floats(4, 3, 3, 2);
    Linear.Parameters linear = new Linear.Parameters(floats(7, 5), floats(5));
    return Stream.of(
        wrong(
            "convolution",
            d -> d.run(new Convolution(convolution, Optional.empty(), src, flat)),
            "[4, 3, 3, 8]",
            "[4, 3, 8, 3]"),
        wrong(
            "convolutionBackwardInput",
            d -> d.run(new Convolution.BackwardInput(convolution, flat, src)),
            "[4, 3, 3, 8]",
            "[4, 3, 8, 3]"),
        wrong(
            "convolutionBackwardWeight",
            d ->
                d.run(
                    new Convolution.BackwardWeight(
                        convolution, src, dst, floats(3, 3, 8, 2), Optional.empty())),
            "[3, 3, 2, 8]",
            "[3, 3, 8, 2]"),
        wrong(
            "convolution",
            d -> d.run(new Convolution(convolution, Optional.of(floats(2)), src, dst)),
            "bias",
            "[8]",
            "[2]"),
        wrong(
            "convolutionBackwardWeight",
            d ->
                d.run(
                    new Convolution.BackwardWeight(
                        convolution, src, dst, floats(3, 3, 2, 8), Optional.of(floats(8, 1)))),
            "biasGradient",
            "[8]",
            "[8, 1]"),
        wrong(
            "instanceNorm",
            d -> d.run(new InstanceNorm(norm, src, floats(4, 6, 6, 2), swapped)),
            "[4, 2]",
            "[2, 4]"),
        wrong(
            "instanceNormBackward",
            d ->
                d.run(
                    new InstanceNorm.Backward(
                        norm,
                        src,
                        statistics,
                        floats(4, 6, 2, 6),
                        floats(4, 6, 6, 2),
                        Optional.of(new InstanceNorm.Gradients(norm.scale(), norm.shift())))),
            "[4, 6, 6, 2]",
            "[4, 6, 2, 6]"),
        wrong(
            "averagePool",
            d -> d.run(new AveragePool(AveragePool.Window.HALVING, src, floats(4, 3, 6, 2))),
            "[4, 3, 3, 2]",
            "[4, 3, 6, 2]"),
        wrong(
            "averagePoolBackward",
            d ->
                d.run(
                    new AveragePool.Backward(AveragePool.Window.HALVING, floats(4, 6, 3, 2), src)),
            "[4, 3, 3, 2]",
            "[4, 6, 3, 2]"),
        wrong("averagePool", d -> new AveragePool.Window(0, 1, 1), "height", "at least 1", "0"),
        wrong("averagePool", d -> new AveragePool.Window(1, 0, 1), "width", "at least 1", "0"),
        wrong("averagePool", d -> new AveragePool.Window(1, 1, 0), "stride", "at least 1", "0"),
        wrong(
            "averagePool",
            d -> d.run(new AveragePool(new AveragePool.Window(2, 7, 1), src, src)),
            "height 2 and width 7 or more",
            "[4, 6, 6, 2]"),
        wrong("maxPool", d -> new MaxPool.Window(0, 1, 0), "kernel", "at least 1", "0"),
        wrong("maxPool", d -> new MaxPool.Window(2, 0, 0), "stride", "at least 1", "0"),
        wrong("maxPool", d -> new MaxPool.Window(2, 2, 2), "padding", "from 0 to 1", "2"),
        wrong(
            "maxPool",
            d -> d.run(new MaxPool(window, src, floats(4, 2, 3, 2))),
            "[4, 3, 3, 2]",
            "[4, 2, 3, 2]"),
        wrong(
            "maxPool",
            d -> d.run(new MaxPool(new MaxPool.Window(7, 2, 0), src, src)),
            "height and width 7 or more",
            "[4, 6, 6, 2]"),
        wrong(
            "maxPoolBackward",
            d -> d.run(new MaxPool.Backward(window, src, pooled, floats(4, 3, 2, 3), src)),
            "dstGradient",
            "[4, 3, 3, 2]",
            "[4, 3, 2, 3]"),
        wrong(
            "maxPoolBackward",
            d -> d.run(new MaxPool.Backward(window, src, pooled, pooled, floats(4, 6, 2, 6))),
            "srcGradient",
            "[4, 6, 6, 2]",
            "[4, 6, 2, 6]"),
        wrong(
            "activation",
            d -> d.run(new Activation(Activation.Function.SWISH, src, dst)),
            "[4, 6, 6, 2]",
            "[4, 3, 3, 8]"),
        wrong(
            "activationBackward",
            d ->
                d.run(
                    new Activation.Backward(
                        Activation.Function.SIGMOID, src, floats(4, 6, 2, 6), src)),
            "dstGradient",
            "[4, 6, 6, 2]",
            "[4, 6, 2, 6]"),
        wrong("relu", d -> d.run(new Relu(src, dst)), "[4, 6, 6, 2]", "[4, 3, 3, 8]"),
        wrong("relu", d -> d.run(new Relu(ints(4), floats(4))), "FLOAT32", "INT32"),
        wrong(
            "reluBackward",
            d -> d.run(new Relu.Backward(src, floats(4, 6, 2, 6), src)),
            "[4, 6, 6, 2]",
            "[4, 6, 2, 6]"),
        wrong("add", d -> d.run(new Add(floats(4), floats(5), floats(4))), "[4]", "[5]"),
        wrong(
            "concatenate",
            d -> d.run(new Concatenate(src, floats(4, 6, 5, 3), floats(4, 6, 6, 5))),
            "right",
            "[4, 6, 6, 3]",
            "[4, 6, 5, 3]"),
        wrong(
            "concatenate",
            d -> d.run(new Concatenate(src, floats(4, 6, 6, 3), floats(4, 6, 6, 6))),
            "dst",
            "[4, 6, 6, 5]",
            "[4, 6, 6, 6]"),
        wrong(
            "concatenateBackward",
            d -> d.run(new Concatenate.Backward(src, Optional.of(src), Optional.empty())),
            "dstGradient",
            "of more than 2 channels",
            "[4, 6, 6, 2]"),
        wrong(
            "concatenateBackward",
            d ->
                d.run(
                    new Concatenate.Backward(
                        floats(4, 6, 6, 7), Optional.of(src), Optional.of(floats(4, 6, 6, 3)))),
            "dstGradient",
            "of 5 channels",
            "[4, 6, 6, 7]"),
        wrong(
            "concatenateBackward",
            d ->
                d.run(
                    new Concatenate.Backward(
                        floats(4, 6, 6, 7), Optional.empty(), Optional.of(floats(4, 6, 5, 3)))),
            "rightGradient",
            "[4, 6, 6, 3]",
            "[4, 6, 5, 3]"),
        wrong("linear", d -> d.run(new Linear(linear, floats(3, 6), floats(3, 5))), "[3, 6]"),
        wrong(
            "linear",
            d -> d.run(new Linear(linear, floats(3, 7), floats(3, 6))),
            "[3, 5]",
            "[3, 6]"),
        wrong(
            "linearBackward",
            d ->
                d.run(
                    new Linear.Backward(
                        linear,
                        floats(3, 7),
                        floats(3, 5),
                        Optional.of(floats(3, 7)),
                        Optional.of(new Linear.Parameters(floats(5, 7), floats(5))))),
            "[7, 5]",
            "[5, 7]"));
  }
}
