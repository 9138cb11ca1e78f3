package org.echodc.data.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureScalerTest {

  private static byte[] scale(Picture picture, int side) {
    byte[] dst = new byte[side * side * 3];
    PictureScaler.scale(picture, side, dst, 0);
    return dst;
  }

  /** PIL rounds between the two axes, so that values may differ by one. */
  @Test
  void resizesAndCropsAsPilDoes() {
    byte[] actual = scale(Pictures.read(Pictures.bytes("tall.png")), 16);
    byte[] expected = Pictures.read(Pictures.bytes("tall-16.png")).rgb();
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < actual.length; i++) {
      assertEquals(expected[i] & 0xff, actual[i] & 0xff, 1, "byte " + i);
    }
  }

  @Test
  void ofItsOwnSizeASquareStaysAsItIs() {
    Picture picture = Pictures.read(Pictures.png(13, 13, 1));
    assertArrayEquals(picture.rgb(), scale(picture, 13));
  }

  @Test
  void theMiddleOfTheLongerSideStays() {
    Picture wide = Pictures.read(Pictures.png(10, 17, 2));
    byte[] square = scale(wide, 10);
    // (17 - 10) / 2 is rounded to the even number
    for (int x = 0; x < 10; x++) {
      assertEquals((byte) Pictures.value(3, x + 4, 1, 2), square[(3 * 10 + x) * 3 + 1]);
    }
  }

  @Test
  void oneColourStaysOneAtAnySize() {
    byte[] rgb = new byte[7 * 5 * 3];
    Arrays.fill(rgb, (byte) 255);
    for (int side : new int[] {1, 3, 5, 12}) {
      byte[] white = new byte[side * side * 3];
      Arrays.fill(white, (byte) 255);
      assertArrayEquals(white, scale(new Picture(7, 5, rgb), side));
    }
  }

  @Test
  void ofANarrowPictureTheMiddleStays() {
    byte[] rgb = new byte[(1 << 22) * 3];
    Arrays.fill(rgb, (1 << 21) * 3, rgb.length, (byte) 200);
    byte[] square = scale(new Picture(1, 1 << 22, rgb), 1000);
    assertEquals(0, square[0]);
    assertEquals((byte) 200, square[square.length - 1]);
  }

  @Test
  void writesNothingOutsideItsPlace() {
    byte[] dst = new byte[2 + 3 * 4 + 2];
    PictureScaler.scale(Pictures.read(Pictures.png(9, 9, 3)), 2, dst, 2);
    assertEquals(0, dst[0] | dst[1] | dst[14] | dst[15]);
  }
}
