package org.echodc.device;

import static org.echodc.operation.RandomPurpose.CUT_MIX;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.echodc.operation.Add;
import org.echodc.operation.Advance;
import org.echodc.operation.Augmentation;
import org.echodc.operation.AugmentationColumn;
import org.echodc.operation.AugmentationPolicy;
import org.echodc.operation.AveragePool;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Convolution;
import org.echodc.operation.CountCorrect;
import org.echodc.operation.CutMix;
import org.echodc.operation.Decode;
import org.echodc.operation.Decoding;
import org.echodc.operation.DrawAugmentation;
import org.echodc.operation.Fill;
import org.echodc.operation.Gather;
import org.echodc.operation.GatherLabels;
import org.echodc.operation.Initialize;
import org.echodc.operation.InstanceNorm;
import org.echodc.operation.Linear;
import org.echodc.operation.MaxPool;
import org.echodc.operation.MixedLabels;
import org.echodc.operation.Mmd;
import org.echodc.operation.MmdGradient;
import org.echodc.operation.RandomKey;
import org.echodc.operation.Relu;
import org.echodc.operation.Sample;
import org.echodc.operation.Segments;
import org.echodc.operation.Sgd;
import org.echodc.operation.SgdStep;
import org.echodc.operation.SoftmaxCrossEntropy;
import org.echodc.operation.UniformSegment;
import org.echodc.oracle.OracleDevice;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation refuses wrong arguments, and says which, what it wanted and what it got. */
class CheckedDeviceTest {
  private static final Device DEVICE = new CheckedDevice(new OracleDevice());
  private static final Normalization GRAY = Normalization.gray(0, 1);

  /** A call that must fail, and what the message must name. */
  private record Wrong(String operation, Consumer<Device> call, List<String> named) {
    @Override
    public String toString() {
      return operation + " " + named;
    }
  }

  private static Wrong wrong(String operation, Consumer<Device> call, String... named) {
    return new Wrong(operation, call, List.of(named));
  }

  @ParameterizedTest
  @MethodSource({"ofMemory", "ofRandom", "ofImages", "ofBlocks", "ofLayers", "ofTraining"})
  void isRefused(Wrong wrong) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> wrong.call.accept(DEVICE));
    String message = refusal.getMessage();
    assertTrue(message.startsWith(wrong.operation + ": "), message);
    assertAll(wrong.named.stream().map(name -> () -> assertTrue(message.contains(name), message)));
  }

  private static Tensor floats(int... extents) {
    return DEVICE.allocate(DataType.FLOAT32, Shape.of(extents));
  }

  private static Tensor ints(int... extents) {
    return DEVICE.allocate(DataType.INT32, Shape.of(extents));
  }

  private static Tensor bytes(int... extents) {
    return DEVICE.allocate(DataType.UINT8, Shape.of(extents));
  }

  static Stream<Wrong> ofMemory() {
    return Stream.of(
        wrong("upload", d -> d.upload(new float[5], floats(2, 3)), "5", "[2, 3]"),
        wrong("upload", d -> d.upload(new float[5], ints(5)), "FLOAT32", "INT32"),
        wrong("upload", d -> d.upload(new int[5], floats(5)), "INT32", "FLOAT32"),
        wrong("upload", d -> d.upload(new byte[5], floats(5)), "UINT8", "FLOAT32"),
        wrong("download", d -> d.download(floats(2, 3), new float[5]), "5", "[2, 3]"),
        wrong("download", d -> d.download(floats(5), new int[5]), "INT32", "FLOAT32"),
        wrong("fill", d -> d.run(new Fill(bytes(5), 1)), "FLOAT32", "UINT8"));
  }

  static Stream<Wrong> ofRandom() {
    RandomKey key = RandomKey.everyStep(1, CUT_MIX, ints(1));
    Segments segments = new Segments(List.of(0, 4, 9), ints(3));
    AugmentationPolicy policy = AugmentationPolicy.none();
    int columns = AugmentationColumn.COUNT;
    return Stream.of(
        wrong("advance", d -> d.run(new Advance(floats(1))), "INT32", "FLOAT32"),
        wrong("advance", d -> d.run(new Advance(ints(2))), "[1]", "[2]"),
        wrong(
            "initialize",
            d -> d.run(new Initialize(key, List.of(new UniformSegment(5, 0, 1)), floats(6))),
            "5",
            "[6]"),
        wrong(
            "initialize",
            d ->
                d.run(
                    new Initialize(
                        new RandomKey(1, CUT_MIX, ints(1), 0),
                        List.of(new UniformSegment(5, 0, 1)),
                        floats(5))),
            "period",
            "0"),
        wrong("sample", d -> d.run(new Sample(key, segments, 0, ints(3, 2))), "[2, 2]", "[3, 2]"),
        wrong("sample", d -> d.run(new Sample(key, segments, 0, floats(2, 2))), "INT32", "FLOAT32"),
        wrong("sample", d -> d.run(new Sample(key, segments, 2, ints(2, 3))), "2", "[2, 3]"),
        wrong("sample", d -> d.run(new Sample(key, segments, -1, ints(2, 3))), "-1"),
        wrong(
            "drawAugmentation",
            d -> d.run(new DrawAugmentation(key, policy, 28, floats(3, 4))),
            "[3, " + columns + "]",
            "[3, 4]"),
        wrong(
            "cutMix",
            d -> d.run(new CutMix(key, 1, floats(2, 4, 4, 1), floats(2, 4, 4, 2), labels(2))),
            "[2, 4, 4, 1]",
            "[2, 4, 4, 2]"),
        wrong(
            "cutMix",
            d -> d.run(new CutMix(key, 1, floats(2, 4, 4, 1), floats(2, 4, 4, 1), labels(3))),
            "[2]",
            "[3]"));
  }

  private static MixedLabels labels(int batch) {
    return new MixedLabels(ints(batch), ints(batch), floats(1));
  }

  static Stream<Wrong> ofImages() {
    Augmentation none = new Augmentation(floats(1, AugmentationColumn.COUNT));
    Augmentation two = new Augmentation(floats(2, AugmentationColumn.COUNT));
    Augmentation narrow = new Augmentation(floats(1, 3));
    Tensor images = bytes(9, 4, 4, 1);
    Tensor stored = floats(6, 4, 4, 1);
    Tensor batch = floats(5, 4, 4, 1);
    Decoding decoding = new Decoding(3, 2);
    return Stream.of(
        wrong(
            "gather",
            d -> d.run(new Gather(images, GRAY, ints(5), none, floats(6, 4, 4, 1))),
            "[5, 4, 4, 1]",
            "[6, 4, 4, 1]"),
        wrong(
            "gather",
            d -> d.run(new Gather(images, GRAY, floats(5), none, batch)),
            "INT32",
            "FLOAT32"),
        wrong(
            "gather",
            d -> d.run(new Gather(ints(9, 4, 4, 1), GRAY, ints(5), none, batch)),
            "UINT8 or FLOAT32",
            "INT32"),
        wrong("gather", d -> d.run(new Gather(images, GRAY, ints(5), two, batch)), "divide 5", "2"),
        wrong("gather", d -> d.run(new Gather(images, GRAY, ints(5), narrow, batch)), "[1, 3]"),
        wrong(
            "gather",
            d -> d.run(new Gather(bytes(9, 4, 4, 3), GRAY, ints(5), none, floats(5, 4, 4, 3))),
            "3 channels"),
        wrong("gatherLabels", d -> d.run(new GatherLabels(ints(9), ints(5), ints(6))), "5", "[6]"),
        wrong("gatherLabels", d -> d.run(new GatherLabels(floats(9), ints(5), ints(5))), "FLOAT32"),
        wrong(
            "decode",
            d -> d.run(new Decode(stored, decoding, ints(5), GRAY, none, floats(5, 4, 5, 1))),
            "[5, 4, 4, 1]",
            "[5, 4, 5, 1]"),
        wrong(
            "decode",
            d -> d.run(new Decode(stored, new Decoding(4, 2), ints(5), GRAY, none, batch)),
            "4 images",
            "[6, 4, 4, 1]"),
        wrong(
            "decode",
            d -> d.run(new Decode(stored, new Decoding(3, 0), ints(5), GRAY, none, batch)),
            "0"),
        wrong(
            "decode",
            d -> d.run(new Decode(stored, decoding, floats(5), GRAY, none, batch)),
            "selection must be INT32",
            "FLOAT32"),
        wrong(
            "decodeBackward",
            d ->
                d.run(
                    new Decode.Backward(floats(4, 4, 4, 1), decoding, ints(5), GRAY, none, stored)),
            "[5, 4, 4, 1]",
            "[4, 4, 4, 1]"));
  }

  static Stream<Wrong> ofBlocks() {
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

  static Stream<Wrong> ofLayers() {
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
            d -> d.run(new Convolution(convolution, src, flat)),
            "[4, 3, 3, 8]",
            "[4, 3, 8, 3]"),
        wrong(
            "convolutionBackwardInput",
            d -> d.run(new Convolution.BackwardInput(convolution, flat, src)),
            "[4, 3, 3, 8]",
            "[4, 3, 8, 3]"),
        wrong(
            "convolutionBackwardWeight",
            d -> d.run(new Convolution.BackwardWeight(convolution, src, dst, floats(3, 3, 8, 2))),
            "[3, 3, 2, 8]",
            "[3, 3, 8, 2]"),
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
            d -> d.run(new AveragePool(src, floats(4, 3, 6, 2))),
            "[4, 3, 3, 2]",
            "[4, 3, 6, 2]"),
        wrong(
            "averagePoolBackward",
            d -> d.run(new AveragePool.Backward(floats(4, 6, 3, 2), src)),
            "[4, 3, 3, 2]",
            "[4, 6, 3, 2]"),
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
        wrong("relu", d -> d.run(new Relu(src, dst)), "[4, 6, 6, 2]", "[4, 3, 3, 8]"),
        wrong("relu", d -> d.run(new Relu(ints(4), floats(4))), "FLOAT32", "INT32"),
        wrong(
            "reluBackward",
            d -> d.run(new Relu.Backward(src, floats(4, 6, 2, 6), src)),
            "[4, 6, 6, 2]",
            "[4, 6, 2, 6]"),
        wrong("add", d -> d.run(new Add(floats(4), floats(5), floats(4))), "[4]", "[5]"),
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

  static Stream<Wrong> ofTraining() {
    Mmd mmd = Mmd.fused(Mmd.Kernel.GAUSSIAN);
    Tensor synthetic = floats(3, 4, 6);
    Tensor real = floats(3, 5, 6);
    Sgd sgd = new Sgd(1, 0, 0, Optional.empty());
    return Stream.of(
        wrong(
            "softmaxCrossEntropy",
            d -> d.run(new SoftmaxCrossEntropy(floats(4, 10), labels(4), floats(1), floats(10, 4))),
            "[4, 10]",
            "[10, 4]"),
        wrong(
            "softmaxCrossEntropy",
            d -> d.run(new SoftmaxCrossEntropy(floats(4, 10), labels(5), floats(1), floats(4, 10))),
            "[4]",
            "[5]"),
        wrong(
            "countCorrect",
            d -> d.run(new CountCorrect(floats(4, 9), ints(5), ints(1))),
            "[4]",
            "[5]"),
        wrong(
            "countCorrect",
            d -> d.run(new CountCorrect(floats(4, 9), ints(4), floats(1))),
            "INT32",
            "FLOAT32"),
        wrong(
            "mmdGradient",
            d -> d.run(new MmdGradient(mmd, synthetic, real, floats(3, 5, 6), Optional.empty())),
            "[3, 4, 6]",
            "[3, 5, 6]"),
        wrong(
            "mmdGradient",
            d ->
                d.run(
                    new MmdGradient(
                        mmd, synthetic, floats(3, 5, 7), floats(3, 4, 6), Optional.of(floats(3)))),
            "[3, 5, 6]",
            "[3, 5, 7]"),
        wrong(
            "mmdGradient",
            d ->
                d.run(
                    new MmdGradient(mmd, synthetic, real, floats(3, 4, 6), Optional.of(floats(1)))),
            "[3]",
            "[1]"),
        wrong("sgdStep", d -> d.run(new SgdStep(sgd, floats(6), floats(5), floats(6))), "6", "[5]"),
        wrong(
            "sgdStep",
            d -> d.run(new SgdStep(sgd, floats(6), floats(6), ints(6))),
            "FLOAT32",
            "INT32"));
  }
}
