package org.echodc.data.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import org.echodc.data.FileSource;

/** MAT files of level 5, written byte by byte. */
final class MatBytes {
  static final int INT8 = 1;
  static final int UINT8 = 2;
  static final int INT32 = 5;
  static final int UINT32 = 6;
  static final int DOUBLE = 9;
  static final int MATRIX = 14;
  static final int COMPRESSED = 15;

  static final int CLASS_DOUBLE = 6;
  static final int CLASS_UINT8 = 9;

  private MatBytes() {}

  /** A header and elements. */
  static byte[] file(byte[]... elements) {
    byte[] header = new byte[128];
    byte[] text = "MATLAB 5.0 MAT-file".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 0, text.length);
    header[125] = 1;
    header[126] = 'I';
    header[127] = 'M';
    return join(header, join(elements));
  }

  /** An element with a tag of eight bytes, filled up to a multiple of eight. */
  static byte[] element(int type, byte[] data) {
    return join(ints(type, data.length), data, new byte[Math.floorMod(-data.length, 8)]);
  }

  /** An element of at most four bytes in its tag. */
  static byte[] small(int type, byte[] data) {
    return join(ints(type | data.length << 16), data, new byte[4 - data.length]);
  }

  static byte[] compressed(byte[] element) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(element);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return join(ints(COMPRESSED, bytes.size()), bytes.toByteArray());
  }

  /** A variable. */
  static byte[] matrix(int kind, String name, int[] dimensions, byte[] dataElement) {
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    return element(
        MATRIX,
        join(
            element(UINT32, ints(kind, 0)),
            element(INT32, ints(dimensions)),
            ascii.length <= 4 ? small(INT8, ascii) : element(INT8, ascii),
            dataElement));
  }

  /** A variable of bytes. */
  static byte[] bytes(String name, byte[] data, int... dimensions) {
    return matrix(CLASS_UINT8, name, dimensions, element(UINT8, data));
  }

  /** A variable of doubles. */
  static byte[] doubles(String name, double[] data, int... dimensions) {
    ByteBuffer buffer = buffer(data.length * Double.BYTES);
    for (double number : data) {
      buffer.putDouble(number);
    }
    return matrix(CLASS_DOUBLE, name, dimensions, element(DOUBLE, buffer.array()));
  }

  static byte[] ints(int... numbers) {
    ByteBuffer buffer = buffer(numbers.length * Integer.BYTES);
    for (int number : numbers) {
      buffer.putInt(number);
    }
    return buffer.array();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static FileSource source(byte[] file) {
    return new FileSource("some-file", () -> new ByteArrayInputStream(file));
  }
}
