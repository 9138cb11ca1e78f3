package org.echodc.device.comparison.scenario;

import static org.echodc.operation.RandomPurpose.CUT_MIX;

import java.util.List;
import java.util.stream.Stream;
import org.echodc.device.comparison.OperationBench;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.device.comparison.Values;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.CutMix;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.image.Gather;
import org.echodc.operation.image.GatherLabels;
import org.echodc.operation.layer.MixedLabels;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/** Gathering, decoding, augmentation and mixing of images. */
public final class ImageScenarios {
  private static final Normalization GRAY = Normalization.gray(0.1307f, 0.3081f);
  private static final Normalization COLOR =
      new Normalization(List.of(0.49f, 0.48f, 0.45f), List.of(0.20f, 0.25f, 0.30f));
  private static final String EVERYTHING = "color_crop_cutout_flip_scale_rotate";
  private static final int CLASSES = 2;

  private ImageScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
            Stream.of("none", "flip", "color", "crop", "scale", "rotate", "cutout")
                .flatMap(
                    policy ->
                        Stream.of(
                            gatherBytes(policy, 32, 3, 6, 3), gatherBytes(policy, 28, 1, 4, 4))),
            Stream.of(
                gatherBytes(EVERYTHING, 28, 1, 26, 13),
                gatherBytes(EVERYTHING, 7, 3, 17, 17),
                gatherBytes("color_crop_cutout", 32, 3, 5, 1),
                gatherBytes("color_crop", 2, 3, 3, 3),
                gatherFloats(EVERYTHING, 16, 16, 3, 12, 4),
                gatherFloats("color_flip", 5, 9, 3, 6, 3),
                gatherLabels(1),
                gatherLabels(1000)),
            Stream.of(1, 2, 3, 5)
                .flatMap(
                    factor ->
                        Stream.of(
                                new DecodeShape("color_crop_cutout", 28, 28, 1, factor, 2),
                                new DecodeShape(EVERYTHING, 32, 32, 3, factor, 6),
                                new DecodeShape("none", 7, 7, 3, factor, 1),
                                new DecodeShape("color_flip", 6, 11, 3, factor, 2))
                            .flatMap(shape -> Stream.of(decode(shape), decodeBackward(shape)))),
            Stream.of(0, 1, 2, 3, 4, 5, 6, 7).map(ImageScenarios::cutMix))
        .flatMap(scenarios -> scenarios);
  }

  private static Normalization normalization(int channels) {
    return channels == 1 ? GRAY : COLOR;
  }

  private static Augmentation table(OperationBench bench, String policy, int size, int groups) {
    return new Augmentation(
        bench.floats(
            AugmentationRows.table(policy, size, groups, 11), groups, AugmentationColumn.COUNT));
  }

  private static Scenario gatherBytes(
      String policy, int size, int channels, int count, int groups) {
    return new Scenario(
        Text.format(
            "gather: bytes %dx%dx%d, %s, %d images in %d groups",
            size, size, channels, policy, count, groups),
        Tolerance.STANDARD,
        bench ->
            bench.run(
                new Gather(
                    bench.bytes(
                        Values.bytes(1, 9 * size * size * channels), 9, size, size, channels),
                    normalization(channels),
                    bench.ints(Values.wholeNumbers(2, count, 9), count),
                    table(bench, policy, size, groups),
                    bench.result("dst", count, size, size, channels))));
  }

  private static Scenario gatherFloats(
      String policy, int height, int width, int channels, int count, int groups) {
    return new Scenario(
        Text.format(
            "gather: floats %dx%dx%d, %s, indices in two rows", height, width, channels, policy),
        Tolerance.STANDARD,
        bench ->
            bench.run(
                new Gather(
                    bench.floats(
                        Values.pixels(1, 5 * height * width * channels),
                        5,
                        height,
                        width,
                        channels),
                    normalization(channels),
                    bench.ints(Values.wholeNumbers(2, count, 5), 2, count / 2),
                    table(bench, policy, height, groups),
                    bench.result("dst", count, height, width, channels))));
  }

  private static Scenario gatherLabels(int count) {
    return new Scenario(
        "gatherLabels: " + count,
        Tolerance.EXACT,
        bench ->
            bench.run(
                new GatherLabels(
                    bench.ints(Values.wholeNumbers(1, 37, 1 << 30), 37),
                    bench.ints(Values.wholeNumbers(2, count, 37), count),
                    bench.intResult("dst", count))));
  }

  /** Two classes of three images, of which five sixths of the decoded are selected, shuffled. */
  private record DecodeShape(
      String policy, int height, int width, int channels, int factor, int groups) {
    Decoding decoding() {
      return new Decoding(3, factor);
    }

    int decoded() {
      return CLASSES * decoding().decodedPerClass();
    }

    int count() {
      return decoded() == 6 ? 6 : decoded() * 5 / 6 / groups * groups;
    }

    Tensor selection(OperationBench bench) {
      return bench.ints(Values.distinct(3, count(), decoded()), groups, count() / groups);
    }

    int[] stored() {
      return new int[] {CLASSES * decoding().ipc(), height, width, channels};
    }

    int[] result() {
      return new int[] {count(), height, width, channels};
    }

    Augmentation augmentation(OperationBench bench) {
      return table(bench, policy, height, groups);
    }

    @Override
    public String toString() {
      return Text.format("%dx%dx%d, factor %d, %s", height, width, channels, factor, policy);
    }
  }

  private static Scenario decode(DecodeShape shape) {
    return new Scenario(
        "decode: " + shape,
        Tolerance.STANDARD,
        bench ->
            bench.run(
                new Decode(
                    bench.floats(
                        Values.pixels(1, OperationBench.count(shape.stored())), shape.stored()),
                    shape.decoding(),
                    shape.selection(bench),
                    normalization(shape.channels()),
                    shape.augmentation(bench),
                    bench.result("dst", shape.result()))));
  }

  private static Scenario decodeBackward(DecodeShape shape) {
    return new Scenario(
        "decodeBackward: " + shape,
        Tolerance.SUMS,
        bench ->
            bench.run(
                new Decode.Backward(
                    bench.normal(1, shape.result()),
                    shape.decoding(),
                    shape.selection(bench),
                    normalization(shape.channels()),
                    shape.augmentation(bench),
                    bench.result("storedGradient", shape.stored()))));
  }

  private static Scenario cutMix(int step) {
    int batch = 7 + step;
    return new Scenario(
        "cutMix: step " + step,
        Tolerance.STANDARD,
        bench ->
            bench.run(
                new CutMix(
                    bench.key(5, CUT_MIX, step),
                    1,
                    bench.normal(1, batch, 12, 15, 3),
                    bench.result("dst", batch, 12, 15, 3),
                    new MixedLabels(
                        bench.ints(Values.wholeNumbers(2, batch, 10), batch),
                        bench.intResult("partners", batch),
                        bench.result("weight", 1)))));
  }
}
