package org.echodc.data.picture;

import static org.echodc.data.picture.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.echodc.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PictureReaderTest {

  /** JPEG is not exact; of inks even less so. */
  @ParameterizedTest
  @CsvSource({
    "rgb.png, 0",
    "transparent.png, 0",
    "palette.png, 3",
    "rgb.jpg, 3",
    "progressive.jpg, 3",
    "cmyk.jpg, 6"
  })
  void readsColours(String name, int tolerance) {
    Picture picture = Pictures.read(bytes(name));
    assertEquals(12, picture.height());
    assertEquals(20, picture.width());
    for (int y = 0; y < 12; y++) {
      for (int x = 0; x < 20; x++) {
        int[] expected = {3 * x + 2 * y, 100 + x, 200 - y};
        for (int channel = 0; channel < 3; channel++) {
          assertEquals(expected[channel], value(picture, y, x, channel), tolerance, y + " " + x);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"gray.png, 0", "gray-transparent.png, 0", "gray-16-bit.png, 0", "gray.jpg, 1"})
  void grayIsThreeEqualColours(String name, int tolerance) {
    Picture picture = Pictures.read(bytes(name));
    for (int x = 0; x < 20; x++) {
      for (int channel = 0; channel < 3; channel++) {
        assertEquals(12 * x, value(picture, 7, x, channel), tolerance, "at " + x);
      }
    }
  }

  private static int value(Picture picture, int y, int x, int channel) {
    return Byte.toUnsignedInt(picture.rgb()[(y * picture.width() + x) * 3 + channel]);
  }

  static Stream<Arguments> brokenFiles() {
    byte[] png = bytes("rgb.png");
    byte[] jpeg = bytes("rgb.jpg");
    return Stream.of(
        arguments("empty", new byte[0], "it is neither PNG nor JPEG"),
        arguments("text", "no picture".getBytes(StandardCharsets.UTF_8), "neither PNG nor JPEG"),
        arguments(
            "GIF",
            "GIF89a\1\0\1\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1),
            "it is neither PNG nor JPEG"),
        arguments("PNG cut", Arrays.copyOf(png, png.length / 2), "Error reading PNG image data"),
        arguments("PNG's header alone", Arrays.copyOf(png, 33), "is no whole picture ("),
        arguments("JPEG cut", Arrays.copyOf(jpeg, jpeg.length - 50), "(it is cut off)"),
        arguments("JPEG cut early", Arrays.copyOf(jpeg, 30), "is no whole picture ("),
        arguments("too large", hugePng(), "has 4294836225 pixels; at most 67108864 are read"));
  }

  /** Pixels for 12 GB, in 33 bytes. */
  private static byte[] hugePng() {
    byte[] png = Arrays.copyOf(bytes("rgb.png"), 33);
    ByteBuffer.wrap(png).putInt(16, 65535).putInt(20, 65535);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
    return png;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenFiles")
  void namesBrokenFiles(String damage, byte[] file, String expected) {
    DataException e = assertThrows(DataException.class, () -> Pictures.read(file));
    assertTrue(e.getMessage().startsWith("some-file "), e.getMessage());
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }

  @Test
  void saysWhichFileCannotBeOpened() {
    Path missing = Path.of("/nowhere/at-all.png");
    DataException e = assertThrows(DataException.class, () -> PictureReader.read(missing));
    assertTrue(e.getMessage().startsWith("/nowhere/at-all.png cannot be read"), e.getMessage());
  }
}
