package org.echodc.device.comparison.scenario;

import static org.echodc.operation.RandomPurpose.AUGMENTATION;
import static org.echodc.operation.RandomPurpose.NETWORK_WEIGHTS;
import static org.echodc.operation.RandomPurpose.REAL_SAMPLE;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.comparison.Tolerance;
import org.echodc.operation.Advance;
import org.echodc.operation.RandomKey;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Sample;
import org.echodc.operation.training.InitialSegment;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.NormalSegment;
import org.echodc.operation.training.UniformSegment;
import org.echodc.text.Text;

/** Random numbers: weights, samples, augmentation parameters, and the counter of their steps. */
public final class RandomScenarios {
  private static final long SEED = 0x1234_5678_9ABC_DEF0L; // both key words in use
  private static final long NEGATIVE_SEED = -3;
  private static final int STEP = 7;

  private RandomScenarios() {}

  public static Stream<Scenario> all() {
    return Stream.of(
        initialize("one number", new UniformSegment(1, -1, 1)),
        initialize("a block less one", new UniformSegment(3, -1, 1)),
        initialize("a block and one", new UniformSegment(5, -1, 1)),
        initialize(
            "segments that cut blocks, one constant",
            new UniformSegment(7, -0.25f, 0.25f),
            new UniformSegment(2, 1, 1),
            new UniformSegment(1, 0, 5),
            new UniformSegment(4099, -0.01f, 0.01f)),
        initialize("normal numbers", new NormalSegment(70_001, 0, 1)),
        initialize(
            "normal segments that cut pairs",
            new UniformSegment(3, -1, 1),
            new NormalSegment(2, 0, 0.5f),
            new NormalSegment(1, 3, 0),
            new UniformSegment(1, 2, 2),
            new NormalSegment(17, -1, 0.01f)),
        sample("one group of one", 0, 1, 1),
        sample("two of two", 0, 2, 2),
        sample("powers of four and their neighbours", 0, 3, 3, 4, 5, 15, 16, 17, 63, 64, 65),
        sample("all of a prime group", 0, 101, 101),
        sample("from the middle", 29, 13, 101, 42),
        sample("batches of a class", 128, 128, 6000, 5999, 6001, 300, 1024, 1025),
        draw("color_crop_cutout", 28, 10),
        draw("color_crop_cutout_flip_scale_rotate", 32, 257),
        draw("color_crop_scale_cutout", 31, 64), // an odd cutout
        draw("color_scale_rotate_cutout_flip", 7, 64), // odd and small
        draw("color_rotate_cutout", 33, 16),
        draw("color_crop_cutout_flip", 64, 1),
        advance());
  }

  private static Scenario initialize(String name, InitialSegment... segments) {
    int count = Arrays.stream(segments).mapToInt(InitialSegment::size).sum();
    return new Scenario(
        "initialize: " + name,
        Tolerance.STANDARD,
        bench ->
            bench.run(
                new Initialize(
                    bench.key(SEED, NETWORK_WEIGHTS, STEP),
                    List.of(segments),
                    bench.result("dst", count))));
  }

  private static Scenario sample(String name, int first, int count, int... sizes) {
    return new Scenario(
        "sample: " + name,
        Tolerance.EXACT,
        bench ->
            bench.run(
                new Sample(
                    bench.key(SEED, REAL_SAMPLE, STEP),
                    bench.segments(sizes),
                    first,
                    bench.intResult("dst", sizes.length, count))));
  }

  private static Scenario draw(String policy, int size, int groups) {
    return new Scenario(
        Text.format("drawAugmentation: %s of %d groups at size %d", policy, groups, size),
        Tolerance.STANDARD,
        bench -> {
          RandomKey key =
              new RandomKey(NEGATIVE_SEED, AUGMENTATION, bench.ints(new int[] {STEP}, 1), 3);
          bench.run(
              new DrawAugmentation(
                  key,
                  AugmentationPolicy.parse(policy),
                  size,
                  bench.result("dst", groups, AugmentationColumn.COUNT)));
        });
  }

  private static Scenario advance() {
    return new Scenario(
        "advance: from step " + STEP,
        Tolerance.EXACT,
        bench -> bench.run(new Advance(bench.state("step", new int[] {STEP}, 1))));
  }
}
