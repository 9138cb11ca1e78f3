package org.echodc.data.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An array of numbers from a MAT file, column-major: the first extent runs fastest.
 *
 * @param dimensions its extents, two or more
 * @param type how its elements are stored, which may be narrower than what they are in MATLAB
 * @param order of the bytes of an element
 * @param data the elements
 */
record MatArray(List<Integer> dimensions, Type type, ByteOrder order, byte[] data) {

  /** How elements are stored. */
  enum Type {
    INT8(1, Byte.BYTES),
    UINT8(2, Byte.BYTES),
    INT16(3, Short.BYTES),
    UINT16(4, Short.BYTES),
    INT32(5, Integer.BYTES),
    UINT32(6, Integer.BYTES),
    SINGLE(7, Float.BYTES),
    DOUBLE(9, Double.BYTES),
    INT64(12, Long.BYTES),
    UINT64(13, Long.BYTES);

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

  private static final double TWO_TO_64 = 0x1p64;

  /** Number of elements. */
  int count() {
    return data.length / type.bytes();
  }

  /** An element, by its place in the order of the file; of 64 bits, the nearest double. */
  double element(int index) {
    ByteBuffer elements = ByteBuffer.wrap(data).order(order);
    int offset = index * type.bytes();
    return switch (type) {
      case INT8 -> data[index];
      case UINT8 -> Byte.toUnsignedInt(data[index]);
      case INT16 -> elements.getShort(offset);
      case UINT16 -> Short.toUnsignedInt(elements.getShort(offset));
      case INT32 -> elements.getInt(offset);
      case UINT32 -> Integer.toUnsignedLong(elements.getInt(offset));
      case SINGLE -> elements.getFloat(offset);
      case DOUBLE -> elements.getDouble(offset);
      case INT64 -> elements.getLong(offset);
      case UINT64 -> {
        long bits = elements.getLong(offset);
        yield bits < 0 ? bits + TWO_TO_64 : bits;
      }
    };
  }
}
