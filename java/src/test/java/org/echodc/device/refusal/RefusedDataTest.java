package org.echodc.device.refusal;

import static org.echodc.device.refusal.Refusal.bytes;
import static org.echodc.device.refusal.Refusal.floats;
import static org.echodc.device.refusal.Refusal.ints;
import static org.echodc.device.refusal.Refusal.labels;
import static org.echodc.device.refusal.Refusal.wrong;
import static org.echodc.operation.RandomPurpose.CUT_MIX;

import java.util.List;
import java.util.stream.Stream;
import org.echodc.operation.Advance;
import org.echodc.operation.Fill;
import org.echodc.operation.RandomKey;
import org.echodc.operation.image.Augmentation;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.CutMix;
import org.echodc.operation.image.Decode;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Gather;
import org.echodc.operation.image.GatherLabels;
import org.echodc.operation.image.Sample;
import org.echodc.operation.mmd.Segments;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.NormalSegment;
import org.echodc.operation.training.UniformSegment;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations on memory, random numbers and images refuse wrong arguments. */
class RefusedDataTest {
  private static final Normalization GRAY = Normalization.gray(0, 1);

  @ParameterizedTest
  @MethodSource({"ofMemory", "ofRandom", "ofImages"})
  void isRefused(Refusal wrong) {
    wrong.check();
  }

  static Stream<Refusal> ofMemory() {
    return Stream.of(
        wrong("upload", d -> d.upload(new float[5], floats(2, 3)), "5", "[2, 3]"),
        wrong("upload", d -> d.upload(new float[5], ints(5)), "FLOAT32", "INT32"),
        wrong("upload", d -> d.upload(new int[5], floats(5)), "INT32", "FLOAT32"),
        wrong("upload", d -> d.upload(new byte[5], floats(5)), "UINT8", "FLOAT32"),
        wrong("download", d -> d.download(floats(2, 3), new float[5]), "5", "[2, 3]"),
        wrong("download", d -> d.download(floats(5), new int[5]), "INT32", "FLOAT32"),
        wrong("fill", d -> d.run(new Fill(bytes(5), 1)), "FLOAT32", "UINT8"));
  }

  static Stream<Refusal> ofRandom() {
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
        wrong("initialize", d -> new NormalSegment(5, 0, -1), "deviation", "at least 0", "-1.0"),
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

  static Stream<Refusal> ofImages() {
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
}
