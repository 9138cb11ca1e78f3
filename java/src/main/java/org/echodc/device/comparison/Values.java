package org.echodc.device.comparison;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Host arrays from fixed seeds, and their conversions. */
public final class Values {
  private Values() {}

  /** Normal numbers of mean 0 and deviation 1. */
  public static float[] normal(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Numbers in [0, 1), as pixels are. */
  public static float[] pixels(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  /** All bytes alike. */
  public static byte[] bytes(long seed, int count) {
    byte[] values = new byte[count];
    new Random(seed).nextBytes(values);
    return values;
  }

  /** Whole numbers in [0, bound). */
  public static int[] wholeNumbers(long seed, int count, int bound) {
    return new Random(seed).ints(count, 0, bound).toArray();
  }

  /** The first {@code count} of a shuffled 0 .. bound - 1. */
  public static int[] distinct(long seed, int count, int bound) {
    return new Random(seed).ints(0, bound).distinct().limit(count).toArray();
  }

  /** A function of every value. */
  public static float[] map(float[] values, DoubleUnaryOperator function) {
    return floats(
        IntStream.range(0, values.length)
            .mapToDouble(i -> function.applyAsDouble(values[i]))
            .toArray());
  }

  /** The nearest float32 of each. */
  public static float[] floats(double... values) {
    float[] narrowed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrowed[i] = (float) values[i];
    }
    return narrowed;
  }

  /** The same numbers. */
  public static double[] doubles(float... values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** Each rounded to BF16, halves to even; finite. */
  public static float[] roundedToBf16(float[] values) {
    return unpackedBf16(packedBf16(values), values.length);
  }

  /** Two BF16 numbers a word, the first in its lower half; values are rounded, halves to even. */
  public static int[] packedBf16(float[] values) {
    int[] words = new int[(values.length + 1) / 2];
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      int half = bits + 0x7fff + (bits >>> 16 & 1) >>> 16;
      words[i / 2] |= half << 16 * (i % 2);
    }
    return words;
  }

  /** The first {@code count} of the numbers in words of two. */
  public static float[] unpackedBf16(int[] words, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.intBitsToFloat(words[i / 2] >>> 16 * (i % 2) << 16);
    }
    return values;
  }
}
