package org.echodc.device;

import static org.echodc.device.operation.RandomPurpose.CUT_MIX;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.echodc.device.operation.Augmentation;
import org.echodc.device.operation.AugmentationColumn;
import org.echodc.device.operation.AugmentationPolicy;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockGradients;
import org.echodc.device.operation.ConvBlockSaved;
import org.echodc.device.operation.Convolution;
import org.echodc.device.operation.Decoding;
import org.echodc.device.operation.InstanceNorm;
import org.echodc.device.operation.Linear;
import org.echodc.device.operation.MixedLabels;
import org.echodc.device.operation.Mmd;
import org.echodc.device.operation.RandomKey;
import org.echodc.device.operation.Segments;
import org.echodc.device.operation.Sgd;
import org.echodc.device.operation.UniformSegment;
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
        wrong("fill", d -> d.fill(bytes(5), 1), "FLOAT32", "UINT8"));
  }

  static Stream<Wrong> ofRandom() {
    RandomKey key = RandomKey.everyStep(1, CUT_MIX, ints(1));
    Segments segments = new Segments(List.of(0, 4, 9), ints(3));
    AugmentationPolicy policy = AugmentationPolicy.none();
    int columns = AugmentationColumn.COUNT;
    return Stream.of(
        wrong("advance", d -> d.advance(floats(1)), "INT32", "FLOAT32"),
        wrong("advance", d -> d.advance(ints(2)), "[1]", "[2]"),
        wrong(
            "initialize",
            d -> d.initialize(key, List.of(new UniformSegment(5, 0, 1)), floats(6)),
            "5",
            "[6]"),
        wrong(
            "initialize",
            d ->
                d.initialize(
                    new RandomKey(1, CUT_MIX, ints(1), 0),
                    List.of(new UniformSegment(5, 0, 1)),
                    floats(5)),
            "period",
            "0"),
        wrong("sample", d -> d.sample(key, segments, 0, ints(3, 2)), "[2, 2]", "[3, 2]"),
        wrong("sample", d -> d.sample(key, segments, 0, floats(2, 2)), "INT32", "FLOAT32"),
        wrong("sample", d -> d.sample(key, segments, 2, ints(2, 3)), "2", "[2, 3]"),
        wrong("sample", d -> d.sample(key, segments, -1, ints(2, 3)), "-1"),
        wrong(
            "drawAugmentation",
            d -> d.drawAugmentation(key, policy, 28, floats(3, 4)),
            "[3, " + columns + "]",
            "[3, 4]"),
        wrong(
            "cutMix",
            d -> d.cutMix(key, 1, floats(2, 4, 4, 1), floats(2, 4, 4, 2), labels(2)),
            "[2, 4, 4, 1]",
            "[2, 4, 4, 2]"),
        wrong(
            "cutMix",
            d -> d.cutMix(key, 1, floats(2, 4, 4, 1), floats(2, 4, 4, 1), labels(3)),
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
            d -> d.gather(images, GRAY, ints(5), none, floats(6, 4, 4, 1)),
            "[5, 4, 4, 1]",
            "[6, 4, 4, 1]"),
        wrong("gather", d -> d.gather(images, GRAY, floats(5), none, batch), "INT32", "FLOAT32"),
        wrong(
            "gather",
            d -> d.gather(ints(9, 4, 4, 1), GRAY, ints(5), none, batch),
            "UINT8 or FLOAT32",
            "INT32"),
        wrong("gather", d -> d.gather(images, GRAY, ints(5), two, batch), "divide 5", "2"),
        wrong("gather", d -> d.gather(images, GRAY, ints(5), narrow, batch), "[1, 3]"),
        wrong(
            "gather",
            d -> d.gather(bytes(9, 4, 4, 3), GRAY, ints(5), none, floats(5, 4, 4, 3)),
            "3 channels"),
        wrong("gatherLabels", d -> d.gatherLabels(ints(9), ints(5), ints(6)), "5", "[6]"),
        wrong("gatherLabels", d -> d.gatherLabels(floats(9), ints(5), ints(5)), "FLOAT32"),
        wrong(
            "decode",
            d -> d.decode(stored, decoding, ints(5), GRAY, none, floats(5, 4, 5, 1)),
            "[5, 4, 4, 1]",
            "[5, 4, 5, 1]"),
        wrong(
            "decode",
            d -> d.decode(stored, new Decoding(4, 2), ints(5), GRAY, none, batch),
            "4 images",
            "[6, 4, 4, 1]"),
        wrong("decode", d -> d.decode(stored, new Decoding(3, 0), ints(5), GRAY, none, batch), "0"),
        wrong(
            "decode",
            d -> d.decode(stored, decoding, floats(5), GRAY, none, batch),
            "selection must be INT32",
            "FLOAT32"),
        wrong(
            "decodeBackward",
            d -> d.decodeBackward(floats(4, 4, 4, 1), decoding, ints(5), GRAY, none, stored),
            "[5, 4, 4, 1]",
            "[4, 4, 4, 1]"));
  }

  static Stream<Wrong> ofBlocks() {
    ConvBlock block = new ConvBlock(floats(3, 3, 2, 8), floats(8), floats(8), 1);
    ConvBlock lopsided = new ConvBlock(floats(3, 3, 2, 8), floats(8), floats(7), 1);
    ConvBlockSaved saved = new ConvBlockSaved(floats(3, 6, 6, 8), floats(3, 8), floats(3, 8));
    ConvBlockSaved uneven = new ConvBlockSaved(floats(3, 6, 6, 8), floats(3, 8), floats(2, 8));
    Tensor src = floats(4, 6, 6, 2);
    Tensor dst = floats(4, 3, 3, 8);
    ConvBlockGradients gradients = ConvBlockGradients.ofInput(floats(3, 6, 6, 2));
    return Stream.of(
        wrong(
            "convBlockForward",
            d -> d.convBlockForward(block, src, floats(4, 6, 6, 8)),
            "[4, 3, 3, 8]",
            "[4, 6, 6, 8]"),
        wrong(
            "convBlockForward",
            d -> d.convBlockForward(block, floats(4, 6, 6, 3), dst),
            "2 channels",
            "[4, 6, 6, 3]"),
        wrong("convBlockForward", d -> d.convBlockForward(lopsided, src, dst), "[8]", "[7]"),
        wrong(
            "convBlockForward",
            d -> d.convBlockForward(block, src, dst, uneven),
            "[3, 8]",
            "[2, 8]"),
        wrong(
            "convBlockForward",
            d -> d.convBlockForward(block, floats(2, 6, 6, 2), floats(2, 3, 3, 8), saved),
            "saved",
            "2",
            "3"),
        wrong(
            "convBlockBackward",
            d -> d.convBlockBackward(block, saved, dst, gradients),
            "[3, 3, 3, 8]",
            "[4, 3, 3, 8]"),
        wrong(
            "convBlockBackward",
            d ->
                d.convBlockBackward(
                    block, saved, floats(3, 3, 3, 8), ConvBlockGradients.ofInput(src)),
            "[3, 6, 6, 2]",
            "[4, 6, 6, 2]"),
        wrong(
            "convBlockBackward",
            d ->
                d.convBlockBackward(
                    block,
                    saved,
                    floats(3, 3, 3, 8),
                    ConvBlockGradients.ofParameters(
                        new ConvBlockGradients.Parameters(
                            floats(3, 6, 6, 2), floats(3, 3, 8, 2), floats(8), floats(8)))),
            "[3, 3, 2, 8]",
            "[3, 3, 8, 2]"));
  }

  static Stream<Wrong> ofLayers() {
    Convolution convolution = new Convolution(floats(3, 3, 2, 8), 2, 1);
    Tensor src = floats(4, 6, 6, 2);
    Tensor dst = floats(4, 3, 3, 8);
    Tensor flat = floats(4, 3, 8, 3);
    InstanceNorm norm = new InstanceNorm(floats(2), floats(2), true);
    InstanceNorm.Statistics statistics = new InstanceNorm.Statistics(floats(4, 2), floats(4, 2));
    InstanceNorm.Statistics swapped = new InstanceNorm.Statistics(floats(2, 4), floats(4, 2));
    Linear linear = new Linear(floats(7, 5), floats(5));
    return Stream.of(
        wrong(
            "convolutionForward",
            d -> d.convolutionForward(convolution, src, flat),
            "[4, 3, 3, 8]",
            "[4, 3, 8, 3]"),
        wrong(
            "convolutionBackwardInput",
            d -> d.convolutionBackwardInput(convolution, flat, src),
            "[4, 3, 3, 8]",
            "[4, 3, 8, 3]"),
        wrong(
            "convolutionBackwardWeight",
            d -> d.convolutionBackwardWeight(convolution, src, dst, floats(3, 3, 8, 2)),
            "[3, 3, 2, 8]",
            "[3, 3, 8, 2]"),
        wrong(
            "instanceNormForward",
            d -> d.instanceNormForward(norm, src, floats(4, 6, 6, 2), swapped),
            "[4, 2]",
            "[2, 4]"),
        wrong(
            "instanceNormBackward",
            d ->
                d.instanceNormBackward(
                    norm, src, statistics, floats(4, 6, 2, 6), floats(4, 6, 6, 2), norm),
            "[4, 6, 6, 2]",
            "[4, 6, 2, 6]"),
        wrong(
            "averagePoolForward",
            d -> d.averagePoolForward(src, floats(4, 3, 6, 2)),
            "[4, 3, 3, 2]",
            "[4, 3, 6, 2]"),
        wrong(
            "averagePoolBackward",
            d -> d.averagePoolBackward(floats(4, 6, 3, 2), src),
            "[4, 3, 3, 2]",
            "[4, 6, 3, 2]"),
        wrong("add", d -> d.add(floats(4), floats(5), floats(4)), "[4]", "[5]"),
        wrong("linearForward", d -> d.linearForward(linear, floats(3, 6), floats(3, 5)), "[3, 6]"),
        wrong(
            "linearForward",
            d -> d.linearForward(linear, floats(3, 7), floats(3, 6)),
            "[3, 5]",
            "[3, 6]"),
        wrong(
            "linearBackward",
            d ->
                d.linearBackward(
                    linear,
                    floats(3, 7),
                    floats(3, 5),
                    floats(3, 7),
                    new Linear(floats(5, 7), floats(5))),
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
            d -> d.softmaxCrossEntropy(floats(4, 10), labels(4), floats(1), floats(10, 4)),
            "[4, 10]",
            "[10, 4]"),
        wrong(
            "softmaxCrossEntropy",
            d -> d.softmaxCrossEntropy(floats(4, 10), labels(5), floats(1), floats(4, 10)),
            "[4]",
            "[5]"),
        wrong("countCorrect", d -> d.countCorrect(floats(4, 9), ints(5), ints(1)), "[4]", "[5]"),
        wrong(
            "countCorrect",
            d -> d.countCorrect(floats(4, 9), ints(4), floats(1)),
            "INT32",
            "FLOAT32"),
        wrong(
            "mmdGradient",
            d -> d.mmdGradient(mmd, synthetic, real, floats(3, 5, 6)),
            "[3, 4, 6]",
            "[3, 5, 6]"),
        wrong(
            "mmd",
            d -> d.mmd(mmd, synthetic, floats(3, 5, 7), floats(3, 4, 6), floats(3)),
            "[3, 5, 6]",
            "[3, 5, 7]"),
        wrong("mmd", d -> d.mmd(mmd, synthetic, real, floats(3, 4, 6), floats(1)), "[3]", "[1]"),
        wrong("sgdStep", d -> d.sgdStep(sgd, floats(6), floats(5), floats(6)), "6", "[5]"),
        wrong("sgdStep", d -> d.sgdStep(sgd, floats(6), floats(6), ints(6)), "FLOAT32", "INT32"));
  }
}
