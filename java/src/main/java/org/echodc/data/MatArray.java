package org.echodc.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An array of numbers from a MAT file, column-major: the first extent runs fastest.
 *
 * @param dimensions its extents, two or more
 * @param type how its elements are stored
 * @param data the elements, little-endian
 */
record MatArray(List<Integer> dimensions, Type type, byte[] data) {

  /** How elements are stored. */
  enum Type {
    UINT8(2, 1),
    DOUBLE(9, Double.BYTES);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    /** The number that stands for it in a file. */
    int code() {
      return code;
    }

    /** Bytes of an element. */
    int bytes() {
      return bytes;
    }
  }

  /** Number of elements. */
  int count() {
    return data.length / type.bytes();
  }

  /** An element, by its place in the order of the file. */
  double element(int index) {
    return switch (type) {
      case UINT8 -> Byte.toUnsignedInt(data[index]);
      case DOUBLE ->
          ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getDouble(index * Double.BYTES);
    };
  }
}
