package org.echodc.report.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.echodc.data.ReadLimit;
import org.echodc.report.ReportException;
import org.echodc.report.run.RecordExamples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that are not what {@link CondensedFile} wrote. The example: 3 classes of 2 images 4 x 5.
 */
class HostileCondensedFileTest {
  private static final int PIXELS = 3 * 2 * 4 * 5;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("set.npz");
  }

  static Stream<Arguments> replacedArrays() {
    NpyArray images = NpyArray.floats(new float[PIXELS], 6, 4, 5, 1);
    float[] nan = new float[PIXELS];
    nan[PIXELS - 1] = Float.NaN;
    return Stream.of(
        with("format", NpyArray.scalar(2), "array 'format' is 2; expected 1 to 1"),
        with("ipc", NpyArray.scalar(0), "array 'ipc' is 0; expected 1 to 6"),
        with("ipc", NpyArray.scalar(4), "'images' holds 6 images; expected a multiple of ipc, 4"),
        with("ipc", NpyArray.scalar(3), "'labels' is not class by class: entry 2 is 1"),
        with("ipc", NpyArray.scalar(1L << 32 | 2), "'ipc' is 4294967298; expected 1 to 6"),
        with("ipc", longs(2), "'ipc' is <i8 [1]; expected <i8 with 0 extents"),
        with("factor", NpyArray.scalar(0), "array 'factor' is 0; expected 1 to 4"),
        with("factor", NpyArray.scalar(-1), "array 'factor' is -1; expected 1 to 4"),
        with("factor", NpyArray.scalar(5), "array 'factor' is 5; expected 1 to 4"),
        with("labels", longs(0, 0, 1, 1, 2), "array 'labels' has 5 entries for 6 images"),
        with("labels", longs(0, 1, 2, 0, 1, 2), "'labels' is not class by class: entry 1 is 1"),
        with("labels", longs(0, 0, 1, 1, 2, -2), "not class by class: entry 5 is -2"),
        with("labels", floats(0, 0, 1, 1, 2, 2), "'labels' is <f4 [6]; expected <i8 with 1"),
        with("images", NpyArray.floats(nan, 6, 4, 5, 1), "'images' holds NaN; expected 0 to 1"),
        with("images", NpyArray.floats(filled(1.5f), 6, 4, 5, 1), "holds 1.5; expected 0 to 1"),
        with("images", NpyArray.floats(filled(-1), 6, 4, 5, 1), "holds -1.0; expected 0 to 1"),
        with("images", NpyArray.floats(filled(0), 6, 4, 5), "<f4 [6, 4, 5]; expected <f4 with 4"),
        with("images", NpyArray.longs(new long[PIXELS], 6, 4, 5, 1), "is <i8 [6, 4, 5, 1]"),
        with("images", NpyArray.floats(filled(0), 6, 4, 5, 2), "480 bytes of data; expected 960"),
        with("images", NpyArray.floats(new float[0], 0, 4, 5, 1), "<f4 [0, 4, 5, 1] is empty"),
        with("mean", floats(Float.NaN), "'mean' holds [NaN]; expected finite numbers"),
        with("mean", floats(.1f, .2f), "array 'mean' has 2 entries for 1 channels"),
        with("std", floats(Float.POSITIVE_INFINITY), "'std' holds [Infinity]"),
        with("std", floats(0), "one positive deviation a channel"),
        with("dataset", NpyArray.scalar(1), "'dataset' is <i8 []; expected a string"),
        with("dataset", NpyArray.text("a\u001b[2J"), "is empty or holds control characters"),
        with("dataset", NpyArray.text("\0\0"), "is empty or holds control characters"),
        with("dataset", character(0x110000), "array 'dataset' is not Unicode text"),
        with("dataset", character(-1), "array 'dataset' is not Unicode text"),
        with("dataset", character(0xd800), "array 'dataset' is not Unicode text"),
        bytes("images", NpyBytes.withHeader(images, "'<f4'", "'>f4'"), "its type is >f4"),
        bytes("images", NpyBytes.withHeader(images, "'<f4'", "'|O4'"), "its type is |O4"),
        bytes("images", NpyBytes.withHeader(images, "False,", "True, "), "array in C order"),
        bytes("images", NpyBytes.withHeader(images, "(6, ", "(-6,"), "'images': its header is"),
        bytes("images", NpyBytes.withHeader(images, "6, 4, 5, 1", "9999999999"), "its shape is"),
        bytes("images", NpyBytes.withHeader(images, "6, 4, 5", "1 2 3 4"), "its shape is (1 2 3 4"),
        bytes("images", NpyBytes.withHeader(images, "'shape'", "'shapf'"), "its header is '{"),
        bytes("images", NpyBytes.withHeader(images, "NUMPY", "NUMPI"), "not a .npy array"),
        bytes("images", new byte[0], "it is not a .npy array of version 1.0"),
        bytes("images", Arrays.copyOf(NpyBytes.of(images), 60), "'images': its header is"),
        bytes("images", Arrays.copyOf(NpyBytes.of(images), 500), "372 bytes of data; expected 480"),
        bytes("images", Arrays.copyOf(NpyBytes.of(images), 609), "481 bytes of data"),
        bytes(
            "images",
            NpyBytes.withHeader(
                NpyArray.floats(filled(0), 65536, 65536, 65536, 65536), "<f4", "<f4"),
            "480 bytes of data; expected 737869762948382"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("replacedArrays")
  void refusesWrongArrays(String name, byte[] content, String expected) throws IOException {
    Map<String, byte[]> entries = NpyBytes.example();
    entries.put(name + ".npy", content);
    NpyBytes.zip(file, entries);
    refused(expected);
  }

  @Test
  void refusesMissingArrays() throws IOException {
    for (String name : CondensedArrays.NAMES) {
      Map<String, byte[]> entries = NpyBytes.example();
      entries.remove(name + ".npy");
      NpyBytes.zip(file, entries);
      refused("array '" + name + "' is missing");
    }
  }

  @Test
  void refusesFurtherAndRepeatedArrays() throws IOException {
    Map<String, byte[]> entries = NpyBytes.example();
    entries.put("../evil.npy", entries.get("ipc.npy"));
    NpyBytes.zip(file, entries);
    refused("it holds an entry '../evil.npy'");
    entries.remove("../evil.npy");
    entries.put("ipc", entries.get("ipc.npy"));
    NpyBytes.zip(file, entries);
    refused("it holds twice 'ipc'");
  }

  /** 300 kilobytes that unfold to more than a quarter of the memory that the tests have. */
  @Test
  void refusesZipBombs() throws IOException {
    Map<String, byte[]> entries = NpyBytes.example();
    byte[] images = entries.get("images.npy");
    entries.put("images.npy", Arrays.copyOf(images, ReadLimit.bytes() + 1));
    NpyBytes.zip(file, entries);
    entries.clear();
    assertTrue(Files.size(file) < ReadLimit.bytes() / 500);
    refused("it holds more than " + ReadLimit.bytes() + " bytes");
  }

  /** A set of a few kilobytes whose decoded images would fill any memory. */
  @Test
  void refusesSetsThatDecodeToTooMuch() throws IOException {
    int side = 256;
    Map<String, byte[]> entries = NpyBytes.example();
    entries.put(
        "images.npy", NpyBytes.of(NpyArray.floats(new float[side * side], 1, side, side, 1)));
    entries.put("labels.npy", NpyBytes.of(longs(0)));
    entries.put("ipc.npy", NpyBytes.of(NpyArray.scalar(1)));
    entries.put("factor.npy", NpyBytes.of(NpyArray.scalar(side)));
    NpyBytes.zip(file, entries);
    refused("array 'factor' decodes to 4294967296 numbers; at most 536870911 can be held");
  }

  @Test
  void refusesWhatIsNoZipFile() throws IOException {
    Files.write(file, new byte[0]);
    refused("it is damaged or no zip file");
    Files.writeString(file, "PK but no more");
    refused("it is damaged or no zip file");
  }

  @Test
  void refusesTruncatedFiles() throws IOException {
    CondensedFile.write(file, RecordExamples.small());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      refused("it is damaged or no zip file");
    }
  }

  /** Some bytes (times, flags nobody reads) carry no content; the others must not go unnoticed. */
  @Test
  void aChangedByteIsNoticedOrHarmless() throws IOException {
    CondensedFile.write(file, RecordExamples.small());
    byte[] whole = Files.readAllBytes(file);
    float[] pixels = RecordExamples.small().set().pixels();
    for (int position = 0; position < whole.length; position += 3) {
      byte[] damaged = whole.clone();
      damaged[position] ^= 0x10;
      Files.write(file, damaged);
      try {
        CondensedImages read = CondensedFile.read(file);
        assertTrue(Arrays.equals(pixels, read.set().pixels()), "changed byte " + position);
      } catch (ReportException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertFalse(e.getMessage().contains("(null)"), "changed byte " + position);
      }
    }
  }

  @Test
  void aMissingFileIsNamed() {
    ReportException e = assertThrows(ReportException.class, () -> CondensedFile.read(file));
    assertTrue(e.getMessage().startsWith(file + " cannot be read: no such file"), e.getMessage());
  }

  private void refused(String expected) {
    ReportException e = assertThrows(ReportException.class, () -> CondensedFile.read(file));
    assertTrue(
        e.getMessage().startsWith(file + " is not a condensed set written by echodc: "),
        e.getMessage());
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertFalse(e.getMessage().contains("null"), e.getMessage());
  }

  private static Arguments with(String name, NpyArray array, String expected) {
    return bytes(name, NpyBytes.of(array), expected);
  }

  private static Arguments bytes(String name, byte[] content, String expected) {
    return arguments(name, content, expected);
  }

  private static NpyArray longs(long... values) {
    return NpyArray.longs(values, values.length);
  }

  private static NpyArray floats(float... values) {
    return NpyArray.floats(values, values.length);
  }

  private static NpyArray character(int codePoint) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return new NpyArray("<U1", new int[0], bytes.putInt(codePoint).array());
  }

  private static float[] filled(float value) {
    float[] pixels = new float[PIXELS];
    Arrays.fill(pixels, value);
    return pixels;
  }
}
