package org.echodc.data.format;

import static org.echodc.data.format.IdxBytes.CHANNELS;
import static org.echodc.data.format.IdxBytes.IMAGES;
import static org.echodc.data.format.IdxBytes.LABELS;
import static org.echodc.data.format.IdxBytes.cut;
import static org.echodc.data.format.IdxBytes.file;
import static org.echodc.data.format.IdxBytes.flip;
import static org.echodc.data.format.IdxBytes.gzip;
import static org.echodc.data.format.IdxBytes.labels;
import static org.echodc.data.format.IdxBytes.source;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
  private static final int CLASSES = 10;
  private static final byte[] TWO_IMAGES = file(12, IMAGES, 2, 2, 3);

  static Stream<byte[]> wholeImageFiles() {
    return Stream.of(TWO_IMAGES, gzip(TWO_IMAGES));
  }

  @ParameterizedTest
  @MethodSource("wholeImageFiles")
  void readsImagesPlainAndGzip(byte[] file) {
    IdxReader.Images images = IdxReader.readImages(source(file));
    assertEquals(Shape.of(2, 3, 1), images.image());
    assertEquals(2, images.count());
    assertArrayEquals(Arrays.copyOfRange(TWO_IMAGES, 16, 28), images.pixels());
  }

  @Test
  void readsImagesOfSeveralChannels() {
    byte[] file = file(36, CHANNELS, 2, 2, 3, 3);
    IdxReader.Images images = IdxReader.readImages(source(gzip(file)));
    assertEquals(Shape.of(2, 3, 3), images.image());
    assertEquals(2, images.count());
    assertArrayEquals(Arrays.copyOfRange(file, 20, 56), images.pixels());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void readsWhatTheWriterWrites(int channels) throws IOException {
    byte[] pixels = file(3 * 2 * 5 * channels);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    IdxWriter.writeImages(written, Shape.of(2, 5, channels), pixels);
    IdxReader.Images images = IdxReader.readImages(source(written.toByteArray()));
    assertEquals(Shape.of(2, 5, channels), images.image());
    assertArrayEquals(pixels, images.pixels());

    int[] labels = {0, 7, 255};
    written.reset();
    IdxWriter.writeLabels(written, labels);
    assertArrayEquals(labels, IdxReader.readLabels(source(written.toByteArray()), 256));
  }

  @Test
  void readsLabelsPlainAndGzip() {
    byte[] file = labels(9, 0, 3);
    assertArrayEquals(new int[] {9, 0, 3}, IdxReader.readLabels(source(file), CLASSES));
    assertArrayEquals(new int[] {9, 0, 3}, IdxReader.readLabels(source(gzip(file)), CLASSES));
  }

  static Stream<Arguments> damagedImageFiles() {
    byte[] noisy = file(6_000, IMAGES, 10, 20, 30);
    new Random(1).ints(6_000).forEach(i -> noisy[16 + Math.floorMod(i, 6_000)] ^= (byte) i);
    byte[] zipped = gzip(noisy);
    return Stream.of(
        arguments("empty", new byte[0], "truncated: it ends at offset 0"),
        arguments("cut in the magic number", cut(TWO_IMAGES, 3), "of its magic number"),
        arguments("cut in the header", cut(TWO_IMAGES, 9), "ends at offset 9, 3 bytes before"),
        arguments("cut in the data", cut(TWO_IMAGES, 27), "ends at offset 27, 1 bytes before"),
        arguments("header only", cut(TWO_IMAGES, 16), "ends at offset 16, 12 bytes before"),
        arguments("trailing byte", cut(TWO_IMAGES, 29), "more data than its header promises"),
        arguments("trailing byte's place", cut(TWO_IMAGES, 40), "from offset 28 on"),
        arguments(
            "labels",
            labels(1, 2),
            "0x00000801; expected 0x00000803 or 0x00000804 (IDX file of images)"),
        arguments("no channels", file(0, CHANNELS, 1, 2, 3, 0), "channels at offset 16 is 0"),
        arguments("five channels", file(30, CHANNELS, 1, 2, 3, 5), "is 5; expected 1 to 4"),
        arguments("text", "<html>not found".getBytes(), "magic number at offset 0 is 0x3c68746d"),
        arguments("no images", file(0, IMAGES, 0, 2, 3), "number of images at offset 4 is 0"),
        arguments("count -1", file(0, IMAGES, -1, 2, 3), "is 4294967295; expected 1 to"),
        arguments("no height", file(0, IMAGES, 1, 0, 3), "height at offset 8 is 0; expected 1 to"),
        arguments("no width", file(0, IMAGES, 1, 2, 0), "width at offset 12 is 0; expected 1 to"),
        arguments("absurd side", file(0, IMAGES, 1, 2, 5000), "is 5000; expected 1 to 4096"),
        arguments(
            "absurd size", file(9, IMAGES, 99_999, 4096, 4096), "promises 1677704822784 bytes"),
        arguments("false size", file(9, IMAGES, 8, 4096, 4096), "truncated: it ends at offset 25"),
        arguments(
            "gzip cut in its header",
            cut(zipped, 5),
            "gzip header is damaged (the gzip data is truncated)"),
        arguments("gzip of unknown method", flip(zipped, 2), "gzip header is damaged"),
        arguments("gzip cut in half", cut(zipped, zipped.length / 2), "the gzip data is truncated"),
        arguments("gzip without end", cut(zipped, zipped.length - 4), "the gzip data is truncated"),
        arguments("gzip with a wrong checksum", flip(zipped, -8), "(Corrupt GZIP trailer)"),
        arguments("gzip damaged", flip(zipped, 12), "unreadable from offset"),
        arguments("gzip of a cut file", gzip(cut(TWO_IMAGES, 27)), "ends at offset 27, 1 bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damagedImageFiles")
  void refusesDamagedImages(String damage, byte[] file, String expected) {
    refused(expected, () -> IdxReader.readImages(source(file)));
  }

  static Stream<Arguments> damagedLabelFiles() {
    return Stream.of(
        arguments("images", TWO_IMAGES, "0x00000803; expected 0x00000801 (IDX file of labels)"),
        arguments("none", file(0, LABELS, 0), "number of labels at offset 4 is 0"),
        arguments("cut", cut(labels(1, 2, 3), 10), "ends at offset 10, 1 bytes before the end"),
        arguments("out of range", labels(0, 10), "label 1 at offset 9 is 10; expected 0 to 9"),
        arguments("largest byte", labels(255), "label 0 at offset 8 is 255; expected 0 to 9"),
        arguments("absurd count", file(1, LABELS, 1 << 27), "truncated: it ends at offset 9"),
        arguments("too many", file(1, LABELS, Integer.MAX_VALUE), "promises 2147483647 bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damagedLabelFiles")
  void refusesDamagedLabels(String damage, byte[] file, String expected) {
    refused(expected, () -> IdxReader.readLabels(source(file), CLASSES));
  }

  @Test
  void saysWhichFileCannotBeOpened() {
    FileSource missing = FileSource.file(Path.of("/nowhere/at-all"));
    DataException e = assertThrows(DataException.class, () -> IdxReader.readImages(missing));
    assertTrue(e.getMessage().startsWith("/nowhere/at-all is missing"), e.getMessage());
    refused("packaged without it", () -> IdxReader.readImages(FileSource.bundled("nothing")));
  }

  private static void refused(String expected, Runnable reading) {
    DataException e = assertThrows(DataException.class, reading::run);
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().matches("(some-file|bundled nothing)\\W.*"), e.getMessage());
  }
}
