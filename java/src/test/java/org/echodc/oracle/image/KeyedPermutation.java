package org.echodc.oracle.image;

import org.echodc.oracle.RandomStream;

/**
 * A permutation of 0 .. size - 1 without a table: a six-round Feistel network over the next power
 * of four, walked until it lands below the size. See {@link org.echodc.device.Device#sample}.
 */
public final class KeyedPermutation {
  private static final int ROUNDS = 6;

  private final int size;
  private final int halfBits;
  private final int[] keys = new int[ROUNDS];

  /** The permutation of a group; its keys are the first six words of blocks 0 and 1. */
  public KeyedPermutation(RandomStream stream, int group, int size) {
    this.size = size;
    int bits = 1;
    while (1L << (2 * bits) < size) {
      bits++;
    }
    halfBits = bits;
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = stream.words(round / 4, group)[round % 4];
    }
  }

  /** Where the permutation sends a position. */
  public int apply(int position) {
    int x = network(position);
    while (x >= size) {
      x = network(x);
    }
    return x;
  }

  private int network(int x) {
    int mask = (1 << halfBits) - 1;
    int left = x >>> halfBits;
    int right = x & mask;
    for (int key : keys) {
      int next = left ^ (murmurMix(right ^ key) & mask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }

  /** MurmurHash3's 32-bit finaliser (Appleby, public domain). */
  private static int murmurMix(int hash) {
    int h = hash;
    h = (h ^ h >>> 16) * 0x85EBCA6B;
    h = (h ^ h >>> 13) * 0xC2B2AE35;
    return h ^ h >>> 16;
  }
}
