package org.echodc.data.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.data.ReadLimit;
import org.echodc.data.format.MatInput.Tag;
import org.echodc.text.Text;

/**
 * Reads an array of numbers from a MAT file of level 5, which is what MATLAB writes by default
 * (versions 5 to 7) and SciPy's {@code savemat}. The file is a header of 128 bytes and elements,
 * each of a tag and data; an element for a variable holds its flags, dimensions, name and numbers,
 * and may be compressed as a whole. The format is described in The MathWorks' "MAT-File Format".
 */
final class MatReader {
  private static final int HEADER = 128;
  private static final int VERSION = 124;
  private static final byte[] LEVEL_5_LITTLE_ENDIAN = {0, 1, 'I', 'M'};
  private static final byte[] LEVEL_5_BIG_ENDIAN = {1, 0, 'M', 'I'};
  private static final byte[] LEVEL_7_3 = {0, 2, 'I', 'M'};

  private static final int INT8 = 1;
  private static final int INT32 = 5;
  private static final int UINT32 = 6;
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;

  private static final int FLAGS = 8;
  private static final int COMPLEX = 0x0800;
  private static final int FIRST_CLASS_OF_NUMBERS = 6;
  private static final int LAST_CLASS_OF_NUMBERS = 15;
  private static final int MAX_DIMENSIONS = 32;
  private static final int MAX_NAME = 64;

  private final String variable;

  private MatReader(String variable) {
    this.variable = variable;
  }

  /**
   * Reads a variable.
   *
   * @throws DataException if the file is damaged or of another format, has no variable of that
   *     name, or it is no real array of numbers
   */
  static MatArray read(FileSource source, String variable) {
    try (MatInput file = MatInput.open(source)) {
      file.order(order(source.name(), file.take(HEADER, "header")));
      MatReader reader = new MatReader(variable);
      Optional<Tag> tag = file.tag();
      while (tag.isPresent()) {
        long end = file.offset() + tag.get().size();
        Optional<MatArray> array = reader.element(file, tag.get());
        if (array.isPresent()) {
          return array.get();
        }
        file.skipTo(end);
        tag = file.tag();
      }
    }
    throw new DataException(
        Text.format(
            "%s has no array of numbers named %s; is it of another data set?",
            source.name(), variable));
  }

  /** The order of bytes that a header tells. */
  private static ByteOrder order(String file, byte[] header) {
    byte[] version = Arrays.copyOfRange(header, VERSION, HEADER);
    if (Arrays.equals(version, LEVEL_5_LITTLE_ENDIAN)) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    if (Arrays.equals(version, LEVEL_5_BIG_ENDIAN)) {
      return ByteOrder.BIG_ENDIAN;
    }
    if (Arrays.equals(version, LEVEL_7_3)) {
      throw new DataException(
          Text.format(
              "%s is a MAT file of version 7.3 (HDF5), which cannot be read; save it with -v7",
              file));
    }
    throw new DataException(
        Text.format(
                "%s is no MAT file of level 5: offset 124 is 0x%08x; expected 0x0001494d or 0x01004d49;",
                file, ByteBuffer.wrap(version).getInt())
            + " save it with MATLAB's -v7 or SciPy's savemat");
  }

  /** The array in an element of the file, if it is the wanted one. */
  private Optional<MatArray> element(MatInput file, Tag tag) {
    if (tag.isSmall() || tag.type() != MATRIX && tag.type() != COMPRESSED) {
      throw file.damaged(
          Text.format("an element has type %d; expected 14 or 15 (a variable)", tag.type()));
    }
    if (tag.type() == MATRIX) {
      return matrix(file.element(tag.size()));
    }
    try (MatInput inflated = file.inflated(tag.size())) {
      expect(inflated, MATRIX, "a variable");
      return matrix(inflated);
    }
  }

  private Optional<MatArray> matrix(MatInput in) {
    Tag flagTag = expect(in, UINT32, "flags");
    if (flagTag.size() != FLAGS) {
      throw in.damaged(Text.format("its flags have %d bytes; expected 8", flagTag.size()));
    }
    int flags = in.numbers(in.data(flagTag, "flags")).get(0);
    int kind = flags & 0xff;
    if (kind < FIRST_CLASS_OF_NUMBERS || kind > LAST_CLASS_OF_NUMBERS) {
      return Optional.empty(); // text, cells and so on, whose names may be elsewhere
    }
    List<Integer> dimensions = dimensions(in);
    Tag nameTag = expect(in, INT8, "name");
    requireSize(in, nameTag, MAX_NAME, "name");
    String name = new String(in.data(nameTag, "name"), StandardCharsets.US_ASCII);
    if (!name.equals(variable)) {
      return Optional.empty();
    }
    if ((flags & COMPLEX) != 0) {
      throw in.damaged(Text.format("%s is complex; expected real numbers", name));
    }
    return Optional.of(array(in, dimensions));
  }

  private static List<Integer> dimensions(MatInput in) {
    Tag tag = expect(in, INT32, "dimensions");
    requireSize(in, tag, MAX_DIMENSIONS * Integer.BYTES, "dimensions");
    IntBuffer extents = in.numbers(in.data(tag, "dimensions"));
    List<Integer> dimensions = new ArrayList<>();
    while (extents.hasRemaining()) {
      dimensions.add(extents.get());
    }
    if (dimensions.size() < 2 || dimensions.stream().anyMatch(extent -> extent < 0)) {
      throw in.damaged(Text.format("%s are no dimensions of an array", dimensions));
    }
    return dimensions;
  }

  private MatArray array(MatInput in, List<Integer> dimensions) {
    Tag tag = in.tag().orElseThrow(() -> in.damaged(Text.format("%s has no data", variable)));
    MatArray.Type type =
        Arrays.stream(MatArray.Type.values())
            .filter(known -> known.code() == tag.type())
            .findFirst()
            .orElseThrow(
                () ->
                    in.damaged(
                        Text.format(
                            "%s holds elements of type %d; expected a number's, 1 to 7, 9, 12 or 13",
                            variable, tag.type())));
    if (bytes(in, dimensions, type) != tag.size()) {
      throw in.damaged(
          Text.format(
              "%s has dimensions %s, but %d bytes of data, %d each",
              variable, dimensions, tag.size(), type.bytes()));
    }
    byte[] data = in.data(tag, "data");
    in.end();
    return new MatArray(dimensions, type, in.order(), data);
  }

  private long bytes(MatInput in, List<Integer> dimensions, MatArray.Type type) {
    long bytes = type.bytes();
    for (int extent : dimensions) {
      bytes *= extent;
      if (bytes > ReadLimit.bytes()) {
        throw in.damaged(
            Text.format(
                    "%s has dimensions %s; at most %d bytes can be read (Java's memory:",
                    variable, dimensions, ReadLimit.bytes())
                + " ECHODC_JAVA_OPTS=-Xmx8g)");
      }
    }
    return bytes;
  }

  private static Tag expect(MatInput in, int type, String what) {
    Tag tag = in.tag().orElseThrow(() -> in.damaged(Text.format("%s missing", what)));
    if (tag.type() != type) {
      throw in.damaged(Text.format("%s: type %d; expected %d", what, tag.type(), type));
    }
    return tag;
  }

  private static void requireSize(MatInput in, Tag tag, int limit, String what) {
    if (tag.size() > limit) {
      throw in.damaged(
          Text.format("its %s has %d bytes; expected at most %d", what, tag.size(), limit));
    }
  }
}
