package org.echodc.data.format;

import static org.echodc.data.format.MatBytes.CLASS_UINT8;
import static org.echodc.data.format.MatBytes.INT32;
import static org.echodc.data.format.MatBytes.INT8;
import static org.echodc.data.format.MatBytes.MATRIX;
import static org.echodc.data.format.MatBytes.UINT32;
import static org.echodc.data.format.MatBytes.UINT8;
import static org.echodc.data.format.MatBytes.bytes;
import static org.echodc.data.format.MatBytes.compressed;
import static org.echodc.data.format.MatBytes.doubles;
import static org.echodc.data.format.MatBytes.element;
import static org.echodc.data.format.MatBytes.file;
import static org.echodc.data.format.MatBytes.ints;
import static org.echodc.data.format.MatBytes.join;
import static org.echodc.data.format.MatBytes.matrix;
import static org.echodc.data.format.MatBytes.small;
import static org.echodc.data.format.MatBytes.source;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.data.ReadLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MatReaderTest {
  private static final byte[] SIX = {10, 20, 30, 40, 50, (byte) 250};
  private static final byte[] X = bytes("X", SIX, 2, 3);
  private static final byte[] OTHER = bytes("other_name", new byte[100], 10, 10);

  private static MatArray read(byte[] file) {
    return MatReader.read(source(file), "X");
  }

  @Test
  void readsBytesPlainAndCompressed() {
    for (byte[] element : List.of(X, compressed(X))) {
      MatArray array = read(file(element));
      assertEquals(List.of(2, 3), array.dimensions());
      assertEquals(6, array.count());
      assertArrayEquals(SIX, array.data());
      assertEquals(250, array.element(5));
    }
  }

  @Test
  void readsDoublesAndSmallElements() {
    MatArray array = read(file(doubles("X", new double[] {10, -0.5}, 2, 1)));
    assertEquals(MatArray.Type.DOUBLE, array.type());
    assertEquals(10, array.element(0));
    assertEquals(-0.5, array.element(1));
    byte[] three = {1, 2, 3};
    assertArrayEquals(
        three, read(file(matrix(6, "X", new int[] {1, 3}, small(UINT8, three)))).data());
  }

  /** {@code mat} is what {@code make_svhn_mat.py} beside the tests writes by SciPy. */
  @ParameterizedTest
  @EnumSource
  void readsEveryTypeAsSciPyWritesIt(MatArray.Type type) {
    for (String shape : List.of("row", "column")) {
      String file = "mat/%s-%s.mat".formatted(type.name().toLowerCase(Locale.ROOT), shape);
      MatArray labels =
          MatReader.read(new FileSource(file, () -> getClass().getResourceAsStream(file)), "y");
      assertEquals(shape.equals("row") ? List.of(1, 3) : List.of(3, 1), labels.dimensions());
      assertEquals(type, labels.type());
      assertEquals(10, labels.element(0), file);
      assertEquals(4, labels.element(2), file);
    }
  }

  @Test
  void elementsKeepTheirSigns() {
    byte[] ones = {-1, -1, -1, -1, -1, -1, -1, -1};
    Map<MatArray.Type, Double> expected =
        Map.of(
            MatArray.Type.INT8, -1.0,
            MatArray.Type.UINT8, 255.0,
            MatArray.Type.INT16, -1.0,
            MatArray.Type.UINT16, 65535.0,
            MatArray.Type.INT32, -1.0,
            MatArray.Type.UINT32, 4294967295.0,
            MatArray.Type.INT64, -1.0,
            MatArray.Type.UINT64, 0x1p64);
    expected.forEach(
        (type, value) -> {
          int count = ones.length / type.bytes();
          byte[] file = file(matrix(6, "X", new int[] {1, count}, element(type.code(), ones)));
          assertEquals(value, read(file).element(count - 1), type.name());
        });
  }

  @Test
  void readsWhatABigEndianMachineWrote() {
    ByteBuffer file = ByteBuffer.allocate(128 + 8 + 56);
    file.position(124).put(new byte[] {1, 0, 'M', 'I'});
    file.putInt(MATRIX).putInt(56);
    file.putInt(UINT32).putInt(8).putInt(10).putInt(0);
    file.putInt(INT32).putInt(8).putInt(1).putInt(3);
    file.putInt(1 << 16 | INT8).put((byte) 'X').position(file.position() + 3);
    file.putInt(3).putInt(6).putShort((short) -2).putShort((short) 300).putShort((short) 7);
    MatArray array = read(file.array());
    assertEquals(List.of(1, 3), array.dimensions());
    assertEquals(-2, array.element(0));
    assertEquals(300, array.element(1));
    assertEquals(7, array.element(2));
  }

  @Test
  void otherVariablesAreSkipped() {
    byte[] text = element(MATRIX, join(element(UINT32, ints(4, 0)), new byte[40]));
    assertArrayEquals(SIX, read(file(OTHER, text, compressed(OTHER), X)).data());
    assertArrayEquals(SIX, read(file(compressed(X), OTHER)).data());
  }

  static Stream<Arguments> damagedFiles() {
    byte[] zipped = file(compressed(X));
    byte[] badChecksum = zipped.clone();
    badChecksum[zipped.length - 1] ^= 1;
    byte[] other = file(X);
    other[125] = 4;
    byte[] hdf5 = file(X);
    hdf5[125] = 2;
    int[] huge = {1 << 30, 1 << 30, 1 << 30};
    return Stream.of(
        arguments("empty", new byte[0], "it ends 128 bytes before the end of its header"),
        arguments("header cut", Arrays.copyOf(other, 100), "it ends 28 bytes before"),
        arguments("another level", other, "no MAT file of level 5: offset 124 is 0x0004494d"),
        arguments("version 7.3", hdf5, "version 7.3 (HDF5), which cannot be read; save it"),
        arguments("nothing", file(), "has no array of numbers named X"),
        arguments("others only", file(OTHER, compressed(OTHER)), "no array of numbers named X"),
        arguments("no variable", file(element(UINT8, SIX)), "an element has type 2; expected 14"),
        arguments("tag cut", file(ints(MATRIX)), "it ends 4 bytes before the end of its tag"),
        arguments("negative size", file(ints(MATRIX, -8)), "an element has 4294967288 bytes"),
        arguments("large small", file(ints(5 << 16, 0)), "an element in a tag has 5 bytes"),
        arguments(
            "file cut",
            Arrays.copyOf(file(X), file(X).length - 3),
            "it ends 1 bytes before the end of its data"),
        arguments(
            "other cut", Arrays.copyOf(file(OTHER), 280), "(it is truncated); get the file again"),
        arguments(
            "compressed cut", Arrays.copyOf(zipped, zipped.length - 9), "unreadable from offset"),
        arguments("wrong checksum", badChecksum, "(incorrect data check)"),
        arguments(
            "compressed but no variable",
            file(compressed(element(UINT8, SIX))),
            "a variable: type 2; expected 14"),
        arguments("no zlib", file(join(ints(15, 6), SIX)), "unreadable from offset 0 on"),
        arguments("flags cut", file(element(MATRIX, new byte[0])), "flags missing"),
        arguments(
            "flags too long",
            file(element(MATRIX, element(UINT32, new byte[16]))),
            "its flags have 16 bytes; expected 8"),
        arguments(
            "too many dimensions",
            file(
                element(
                    MATRIX,
                    join(
                        element(UINT32, ints(CLASS_UINT8, 0)), element(INT32, new byte[1 << 16])))),
            "its dimensions has 65536 bytes; expected at most 128"),
        arguments("negative extent", file(bytes("X", SIX, -2, -3)), "[-2, -3] are no dimensions"),
        arguments("one extent", file(bytes("X", SIX, 6)), "[6] are no dimensions"),
        arguments("name too long", file(bytes("X".repeat(70), SIX, 2, 3)), "its name has 70 bytes"),
        arguments("complex", file(matrix(0x0809, "X", new int[] {2, 3}, SIX)), "X is complex"),
        arguments("absurd size", file(bytes("X", SIX, huge)), "at most"),
        arguments("too few", file(bytes("X", SIX, 2, 4)), "[2, 4], but 6 bytes of data, 1 each"),
        arguments("too many", file(bytes("X", SIX, 2, 2)), "[2, 2], but 6 bytes of data, 1 each"),
        arguments(
            "text",
            file(matrix(10, "X", new int[] {1, 3}, element(16, SIX))),
            "holds elements of type 16; expected a number's, 1 to 7, 9, 12 or 13"),
        arguments(
            "imaginary part",
            file(matrix(9, "X", new int[] {2, 3}, join(element(UINT8, SIX), element(UINT8, SIX)))),
            "more data than its dimensions promise"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damagedFiles")
  void refusesWhatIsWrong(String damage, byte[] file, String expected) {
    DataException e = assertThrows(DataException.class, () -> read(file));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().startsWith("some-file"), e.getMessage());
  }

  @Test
  void promisesAloneTakeNoMemory() {
    int most = ReadLimit.bytes();
    byte[] data = ints(UINT8, most); // a tag alone
    DataException e =
        assertThrows(
            DataException.class,
            () -> read(file(matrix(CLASS_UINT8, "X", new int[] {1, most}, data))));
    assertTrue(e.getMessage().contains("before the end of its data"), e.getMessage());
  }
}
