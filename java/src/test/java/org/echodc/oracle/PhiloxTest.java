package org.echodc.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Known answers of Random123, the library of the Philox paper's authors (kat_vectors). */
class PhiloxTest {

  @Test
  void zeros() {
    assertArrayEquals(
        new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
        RandomStream.philox(new int[4], new int[2]));
  }

  @Test
  void ones() {
    assertArrayEquals(
        new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
        RandomStream.philox(new int[] {-1, -1, -1, -1}, new int[] {-1, -1}));
  }

  @Test
  void digitsOfPi() {
    assertArrayEquals(
        new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
        RandomStream.philox(
            new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
            new int[] {0xa4093822, 0x299f31d0}));
  }

  @Test
  void aStreamPutsBlockGroupDrawAndPurposeInTheCounter() {
    assertArrayEquals(
        RandomStream.philox(new int[] {5, 6, 7, 3}, new int[] {0x9abcdef0, 0x12345678}),
        new RandomStream(0x123456789abcdef0L, 3, 7).words(5, 6));
  }

  @Test
  void theLargestWordStaysBelowOne() {
    assertEquals(1 - 0x1p-24, RandomStream.uniform(-1));
    assertEquals(0, RandomStream.uniform(0xFF));
  }
}
