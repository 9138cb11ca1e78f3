package org.echodc.device;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Host arrays for tests, from fixed seeds. */
final class Values {
  private Values() {}

  /** Normal numbers of mean 0 and deviation 1. */
  static float[] normal(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Numbers in [0, 1), as pixels are. */
  static float[] pixels(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  static byte[] bytes(long seed, int count) {
    byte[] values = new byte[count];
    new Random(seed).nextBytes(values);
    return values;
  }

  /** Whole numbers in [0, bound). */
  static int[] wholeNumbers(long seed, int count, int bound) {
    return new Random(seed).ints(count, 0, bound).toArray();
  }

  /** The first {@code count} of a shuffled 0 .. bound - 1. */
  static int[] distinct(long seed, int count, int bound) {
    return new Random(seed).ints(0, bound).distinct().limit(count).toArray();
  }

  static float[] map(float[] values, DoubleUnaryOperator function) {
    return floats(
        IntStream.range(0, values.length)
            .mapToDouble(i -> function.applyAsDouble(values[i]))
            .toArray());
  }

  static float[] floats(double... values) {
    float[] narrowed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrowed[i] = (float) values[i];
    }
    return narrowed;
  }

  static double[] doubles(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
