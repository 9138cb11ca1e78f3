package org.echodc.oracle;

/**
 * Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011) under the
 * counter layout of {.link org.echodc.operation.RandomKey}.
 *
 * <p>.param seed key .param purpose fourth counter word .param draw third counter word: step /
 * period
 */
public record RandomStream(long seed, int purpose, int draw) {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;

  /** The four words of a block. */
  public int[] words(int block, int group) {
    return philox(
        new int[] {block, group, draw, purpose}, new int[] {(int) seed, (int) (seed >>> 32)});
  }

  /** The words of a block as uniform numbers in [0, 1). */
  public double[] uniforms(int block, int group) {
    int[] words = words(block, group);
    double[] uniforms = new double[words.length];
    for (int i = 0; i < words.length; i++) {
      uniforms[i] = uniform(words[i]);
    }
    return uniforms;
  }

  /** {.code (word >>> 8) 2^-24}. */
  public static double uniform(int word) {
    return (word >>> 8) * 0x1p-24;
  }

  /** The block function itself. */
  public static int[] philox(int[] counter, int[] key) {
    int[] c = counter.clone();
    int key0 = key[0];
    int key1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(c[0]);
      long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(c[2]);
      c =
          new int[] {
            (int) (product1 >>> 32) ^ c[1] ^ key0,
            (int) product1,
            (int) (product0 >>> 32) ^ c[3] ^ key1,
            (int) product0
          };
      key0 += WEYL_0;
      key1 += WEYL_1;
    }
    return c;
  }
}
