package org.echodc.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;

class ImageSetTest {
  private static final Shape PAIR = Shape.of(1, 2, 1);

  @Test
  void sortsByClassAndKeepsTheOrderWithin() {
    byte[] pixels = {10, 11, 20, 21, 30, 31, 40, 41, 50, 51};
    ImageSet set = ImageSet.sortedByClass(PAIR, pixels, new int[] {3, 0, 3, 1, 0}, 4);
    assertArrayEquals(new byte[] {20, 21, 50, 51, 40, 41, 10, 11, 30, 31}, set.pixels());
    assertArrayEquals(new int[] {0, 0, 1, 3, 3}, set.labels());
    assertEquals(List.of(0, 2, 3, 3, 5), set.bounds());
    assertEquals(
        List.of(2, 1, 0, 2), List.of(set.count(0), set.count(1), set.count(2), set.count(3)));
    assertEquals(Shape.of(5, 1, 2, 1), set.shape());
    assertEquals(4, set.classes());
  }

  @Test
  void refusesPixelsThatDoNotMakeTheImages() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ImageSet.sortedByClass(PAIR, new byte[5], new int[] {0, 1}, 2));
    assertEquals("5 pixels do not make 2 images [1, 2, 1]", e.getMessage());
  }
}
