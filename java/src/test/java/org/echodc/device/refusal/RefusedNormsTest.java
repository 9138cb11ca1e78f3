package org.echodc.device.refusal;

import static org.echodc.device.refusal.Refusal.floats;
import static org.echodc.device.refusal.Refusal.ints;
import static org.echodc.device.refusal.Refusal.wrong;

import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.operation.layer.Affine;
import org.echodc.operation.layer.BatchNorm;
import org.echodc.operation.layer.GroupNorm;
import org.echodc.operation.layer.LayerNorm;
import org.echodc.operation.layer.Moments;
import org.echodc.operation.layer.NormGradients;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Normalisations of groups, layers and batches refuse wrong arguments. */
class RefusedNormsTest {
  private static final Tensor SRC = floats(4, 3, 5, 6);
  private static final Tensor DST = floats(4, 3, 5, 6);
  private static final Tensor FLAT = floats(4, 3, 6, 5);
  private static final Affine CHANNELS = new Affine(floats(6), floats(6));
  private static final Moments GROUPS = new Moments(floats(4, 2), floats(4, 2));
  private static final Moments BATCH = new Moments(floats(6), floats(6));
  private static final Moments IMAGES = new Moments(floats(4), floats(4));

  @ParameterizedTest
  @MethodSource({"ofGroups", "ofLayers", "ofBatches"})
  void isRefused(Refusal wrong) {
    wrong.check();
  }

  private static NormGradients gradients(Tensor dst, Tensor src, Affine affine) {
    return new NormGradients(dst, Optional.of(src), Optional.of(affine));
  }

  static Stream<Refusal> ofGroups() {
    return Stream.of(
        wrong(
            "groupNorm",
            d -> d.run(new GroupNorm(4, CHANNELS, SRC, DST, GROUPS)),
            "groups",
            "a divisor of 6 channels",
            "4"),
        wrong("groupNorm", d -> GroupNorm.check(0, 6), "groups", "at least 1", "0"),
        wrong(
            "groupNorm",
            d -> d.run(new GroupNorm(3, CHANNELS, SRC, DST, GROUPS)),
            "mean",
            "[4, 3]",
            "[4, 2]"),
        wrong(
            "groupNorm",
            d -> d.run(new GroupNorm(2, new Affine(floats(6), floats(2)), SRC, DST, GROUPS)),
            "shift",
            "[6]",
            "[2]"),
        wrong(
            "groupNorm",
            d -> d.run(new GroupNorm(2, CHANNELS, SRC, FLAT, GROUPS)),
            "dst",
            "[4, 3, 5, 6]",
            "[4, 3, 6, 5]"),
        wrong(
            "groupNorm",
            d -> d.run(new GroupNorm(2, CHANNELS, ints(4, 3, 5, 6), DST, GROUPS)),
            "FLOAT32",
            "INT32"),
        wrong(
            "groupNormBackward",
            d ->
                d.run(
                    new GroupNorm.Backward(
                        2, floats(6), SRC, GROUPS, gradients(FLAT, DST, CHANNELS))),
            "dstGradient",
            "[4, 3, 6, 5]"));
  }

  static Stream<Refusal> ofLayers() {
    Affine elements = new Affine(floats(3, 5, 6), floats(3, 5, 6));
    return Stream.of(
        wrong(
            "layerNorm",
            d -> d.run(new LayerNorm(CHANNELS, SRC, DST, IMAGES)),
            "scale",
            "[3, 5, 6]",
            "[6]"),
        wrong(
            "layerNorm",
            d -> d.run(new LayerNorm(elements, SRC, DST, GROUPS)),
            "mean",
            "[4]",
            "[4, 2]"),
        wrong(
            "layerNormBackward",
            d ->
                d.run(
                    new LayerNorm.Backward(
                        elements.scale(),
                        SRC,
                        IMAGES,
                        gradients(DST, floats(4, 3, 5, 6), CHANNELS))),
            "scaleGradient",
            "[3, 5, 6]",
            "[6]"));
  }

  static Stream<Refusal> ofBatches() {
    BatchNorm.Running running = new BatchNorm.Running(floats(6), floats(6));
    BatchNorm.Running short5 = new BatchNorm.Running(floats(6), floats(5));
    Tensor pixel = floats(1, 1, 1, 6);
    return Stream.of(
        wrong(
            "batchNorm",
            d -> d.run(new BatchNorm(CHANNELS, pixel, floats(1, 1, 1, 6), BATCH, Optional.empty())),
            "src",
            "two or more pixels",
            "[1, 1, 1, 6]"),
        wrong(
            "batchNormBackward",
            d ->
                d.run(
                    new BatchNorm.Backward(
                        floats(6), pixel, BATCH, gradients(pixel, floats(1, 1, 1, 6), CHANNELS))),
            "two or more pixels"),
        wrong(
            "batchNorm",
            d -> d.run(new BatchNorm(CHANNELS, SRC, DST, IMAGES, Optional.empty())),
            "mean",
            "[6]",
            "[4]"),
        wrong(
            "batchNorm",
            d -> d.run(new BatchNorm(CHANNELS, SRC, DST, BATCH, Optional.of(short5))),
            "runningVariance",
            "[6]",
            "[5]"),
        wrong(
            "batchNormBackward",
            d ->
                d.run(
                    new BatchNorm.Backward(floats(6), SRC, BATCH, gradients(DST, FLAT, CHANNELS))),
            "srcGradient",
            "[4, 3, 6, 5]"),
        wrong(
            "batchNormInference",
            d -> d.run(new BatchNorm.Inference(CHANNELS, running, SRC, FLAT)),
            "dst",
            "[4, 3, 6, 5]"),
        wrong(
            "batchNormInference",
            d -> d.run(new BatchNorm.Inference(CHANNELS, short5, SRC, DST)),
            "runningVariance"));
  }
}
