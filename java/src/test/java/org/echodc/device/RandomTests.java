package org.echodc.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.echodc.device.comparison.OperationBench;
import org.echodc.operation.Advance;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.image.AugmentationColumn;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.DrawAugmentation;
import org.echodc.operation.image.Sample;
import org.echodc.operation.mmd.Segments;
import org.echodc.operation.training.Initialize;
import org.echodc.operation.training.NormalSegment;
import org.echodc.operation.training.UniformSegment;
import org.echodc.oracle.OracleDevice;
import org.echodc.oracle.RandomStream;
import org.echodc.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What random numbers must be, beyond agreeing with the oracle. */
abstract class RandomTests extends DeviceTests {
  private static final long SEED = 20_240_229;
  private static final double SIGNIFICANCE = 1e-3;

  private double[] sample(RandomKey key, Segments segments, int first, int count) {
    Tensor dst = bench().intResult("dst", segments.groups(), count);
    device().run(new Sample(key, segments, first, dst));
    return bench().values(dst);
  }

  private RandomKey key(Tensor step, int period) {
    return new RandomKey(SEED, RandomPurpose.REAL_SAMPLE, step, period);
  }

  @ParameterizedTest(name = "{0} entries")
  @ValueSource(ints = {1, 2, 3, 4, 5, 16, 17, 100, 1021})
  void aWholeSampleCoversItsGroupOnce(int size) {
    double[] drawn =
        sample(key(bench().ints(new int[] {0}, 1), 1), bench().segments(size), 0, size);
    assertArrayEquals(
        IntStream.range(3, 3 + size).asDoubleStream().toArray(),
        Arrays.stream(drawn).sorted().toArray());
  }

  @Test
  void batchesAreCutFromOnePermutation() {
    RandomKey key = key(bench().ints(new int[] {4}, 1), 1);
    Segments segments = bench().segments(50);
    double[] whole = sample(key, segments, 0, 50);
    assertArrayEquals(Arrays.copyOfRange(whole, 20, 50), sample(key, segments, 20, 30));
  }

  @Test
  void groupsOfEqualSizeDrawDifferently() {
    RandomKey key = key(bench().ints(new int[] {4}, 1), 1);
    double[] drawn = sample(key, bench().segments(50, 50), 0, 50);
    double[] first = Arrays.copyOfRange(drawn, 0, 50);
    double[] second = Arrays.stream(drawn, 50, 100).map(entry -> entry - 50).toArray();
    assertFalse(Arrays.equals(first, second));
  }

  @Test
  void everyEntryIsEquallyLikely() {
    int size = 37;
    int draws = 3700;
    Tensor step = bench().state("step", new int[] {0}, 1);
    Segments segments = bench().segments(size);
    Tensor dst = bench().intResult("dst", 1, 2);
    long[] first = new long[size];
    long[] second = new long[size];
    for (int draw = 0; draw < draws; draw++) {
      device().run(new Sample(key(step, 1), segments, 0, dst));
      device().run(new Advance(step));
      double[] entries = bench().values(dst);
      first[(int) entries[0] - 3]++;
      second[(int) entries[1] - 3]++;
    }
    double[] expected = new double[size];
    Arrays.fill(expected, (double) draws / size);
    for (long[] observed : List.of(first, second)) {
      double p = new ChiSquareTest().chiSquareTest(expected, observed);
      assertTrue(p > SIGNIFICANCE, "p = %g of %s".formatted(p, Arrays.toString(observed)));
    }
  }

  @Test
  void stepsOfOnePeriodShareTheirDraw() {
    Tensor step = bench().state("step", new int[] {0}, 1);
    Segments segments = bench().segments(1000);
    double[][] draws = new double[6][];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = sample(key(step, 3), segments, 0, 100);
      device().run(new Advance(step));
    }
    assertArrayEquals(new double[] {6}, bench().values(step));
    assertArrayEquals(draws[0], draws[1]);
    assertArrayEquals(draws[0], draws[2]);
    assertFalse(Arrays.equals(draws[2], draws[3]));
    assertArrayEquals(draws[3], draws[5]);
  }

  @Test
  void everyPartOfAKeyMatters() {
    Tensor step = bench().ints(new int[] {0}, 1);
    List<RandomKey> keys =
        List.of(
            RandomKey.everyStep(1, RandomPurpose.REAL_SAMPLE, step),
            RandomKey.everyStep(2, RandomPurpose.REAL_SAMPLE, step),
            RandomKey.everyStep(1L << 32 | 1, RandomPurpose.REAL_SAMPLE, step),
            RandomKey.everyStep(1, RandomPurpose.EPOCH_ORDER, step),
            RandomKey.everyStep(1, RandomPurpose.REAL_SAMPLE, bench().ints(new int[] {1}, 1)));
    long distinct =
        keys.stream()
            .map(
                key -> {
                  Tensor dst = bench().result("dst", 8);
                  device().run(new Initialize(key, List.of(new UniformSegment(8, 0, 1)), dst));
                  return Arrays.toString(bench().values(dst));
                })
            .distinct()
            .count();
    assertEquals(keys.size(), distinct);
  }

  @Test
  void uniformNumbersAreUniform() {
    int count = 40_000;
    int bins = 64;
    Tensor dst = bench().result("dst", count);
    device()
        .run(
            new Initialize(
                key(bench().ints(new int[] {0}, 1), 1),
                List.of(new UniformSegment(count, -2, 2)),
                dst));
    long[] observed = new long[bins];
    for (double value : bench().values(dst)) {
      observed[(int) ((value + 2) / 4 * bins)]++;
    }
    double[] expected = new double[bins];
    Arrays.fill(expected, (double) count / bins);
    double p = new ChiSquareTest().chiSquareTest(expected, observed);
    assertTrue(p > SIGNIFICANCE, "p = " + p);
  }

  /** By quarters of a deviation, the last bins being the tails. */
  @Test
  void normalNumbersAreNormal() {
    int count = 40_000;
    int bins = 24;
    Tensor dst = bench().result("dst", count);
    device()
        .run(
            new Initialize(
                key(bench().ints(new int[] {0}, 1), 1),
                List.of(new NormalSegment(count, 1, 2)),
                dst));
    long[] observed = new long[bins];
    for (double value : bench().values(dst)) {
      int bin = (int) Math.floor((value - 1) / 2 * 4) + bins / 2;
      observed[Math.min(Math.max(bin, 0), bins - 1)]++;
    }
    NormalDistribution normal = new NormalDistribution();
    double[] expected = new double[bins];
    for (int bin = 0; bin < bins; bin++) {
      double below = bin == 0 ? 0 : normal.cumulativeProbability((bin - bins / 2) / 4.0);
      double upTo = bin == bins - 1 ? 1 : normal.cumulativeProbability((bin + 1 - bins / 2) / 4.0);
      expected[bin] = count * (upTo - below);
    }
    double p = new ChiSquareTest().chiSquareTest(expected, observed);
    assertTrue(p > SIGNIFICANCE, "p = " + p);
  }

  /** Of a pair, and of neighbouring pairs. */
  @Test
  void normalNumbersAreUncorrelated() {
    int count = 40_000;
    Tensor dst = bench().result("dst", count);
    device()
        .run(
            new Initialize(
                key(bench().ints(new int[] {3}, 1), 1),
                List.of(new NormalSegment(count, 0, 1)),
                dst));
    double[] values = bench().values(dst);
    for (int distance = 1; distance <= 4; distance++) {
      double[] first = Arrays.copyOf(values, count - distance);
      double[] second = Arrays.copyOfRange(values, distance, count);
      double correlation = new PearsonsCorrelation().correlation(first, second);
      assertEquals(0, correlation, 4 / Math.sqrt(count), "distance " + distance);
    }
  }

  /** One word as a float is {@code u = (word >>> 8) 2^-24}, exactly, and never 1. */
  @Test
  void uniformNumbersAreTheTopBitsOfTheWords() {
    Tensor dst = bench().result("dst", 4096);
    device()
        .run(
            new Initialize(
                key(bench().ints(new int[] {9}, 1), 1),
                List.of(new UniformSegment(4096, 0, 1)),
                dst));
    RandomStream stream = new RandomStream(SEED, RandomPurpose.REAL_SAMPLE.ordinal(), 9);
    double[] expected =
        IntStream.range(0, 4096).mapToDouble(i -> stream.uniforms(i / 4, 0)[i % 4]).toArray();
    assertArrayEquals(expected, bench().values(dst));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "flip", "color", "crop", "scale", "rotate", "cutout"})
  void whatAPolicyLacksIsNeutral(String policy) {
    int groups = 32;
    Tensor dst = bench().result("dst", groups, AugmentationColumn.COUNT);
    RandomKey key = RandomKey.everyStep(0, RandomPurpose.AUGMENTATION, bench().ints(new int[1], 1));
    device().run(new DrawAugmentation(key, AugmentationPolicy.parse(policy), 28, dst));
    assertArrayEquals(drawnByTheOracle(policy, groups), bench().values(dst), 1e-6);
  }

  private static double[] drawnByTheOracle(String policy, int groups) {
    try (OperationBench bench = new OperationBench(new OracleDevice())) {
      Tensor dst = bench.result("dst", groups, AugmentationColumn.COUNT);
      RandomKey key = bench.key(0, RandomPurpose.AUGMENTATION, 0);
      bench.run(new DrawAugmentation(key, AugmentationPolicy.parse(policy), 28, dst));
      return bench.values(dst);
    }
  }

  /**
   * {@code floor(u 29)} where {@code u 29} is so close below a whole number that its float32
   * product rounds up to it: such a u comes once in 57,000 draws.
   */
  @Test
  void wholeNumbersAreRoundedDownFromTheExactProduct() {
    int size = 28;
    int step =
        IntStream.range(0, 2_000_000)
            .filter(
                i -> {
                  double u = new RandomStream(SEED, AUGMENTATION, i).uniforms(2, 0)[0];
                  return Math.floor(u * (size + 1)) != Math.floor((float) u * (float) (size + 1));
                })
            .findFirst()
            .orElseThrow();
    double u = new RandomStream(SEED, AUGMENTATION, step).uniforms(2, 0)[0];
    Tensor dst = bench().result("dst", 1, AugmentationColumn.COUNT);
    RandomKey key =
        RandomKey.everyStep(SEED, RandomPurpose.AUGMENTATION, bench().ints(new int[] {step}, 1));
    device().run(new DrawAugmentation(key, AugmentationPolicy.parse("cutout"), size, dst));
    assertEquals(
        Math.floor(u * (size + 1)),
        bench().values(dst)[AugmentationColumn.CUTOUT_ROW.ordinal()],
        "step " + step);
  }

  private static final int AUGMENTATION = RandomPurpose.AUGMENTATION.ordinal();
}
