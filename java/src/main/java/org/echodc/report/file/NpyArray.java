package org.echodc.report.file;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.echodc.text.Text;

/**
 * One array in NumPy's .npy format, version 1.0: little-endian, C order.
 *
 * @param type NumPy's type string: {@code <f4}, {@code <i8}, {@code |u1} or {@code <U} and a length
 * @param shape extents, outermost first; empty for a scalar
 * @param bytes the elements
 */
public record NpyArray(String type, int[] shape, byte[] bytes) {
  static final String FLOATS = "<f4";
  static final String LONGS = "<i8";
  static final String UNSIGNED_BYTES = "|u1";

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final Pattern TEXT = Pattern.compile("<U([0-9]{1,4})");
  private static final int ALIGNMENT = 64;
  private static final int PREFIX = MAGIC.length + Short.BYTES;
  private static final int SHOWN_HEADER = 120;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([^']+)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\),? *\\}\\s*");

  public static NpyArray floats(float[] values, int... shape) {
    ByteBuffer buffer = littleEndian(values.length * Float.BYTES);
    buffer.asFloatBuffer().put(values);
    return new NpyArray(FLOATS, shape, buffer.array());
  }

  public static NpyArray floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return floats(array, array.length);
  }

  public static NpyArray longs(long[] values, int... shape) {
    ByteBuffer buffer = littleEndian(values.length * Long.BYTES);
    buffer.asLongBuffer().put(values);
    return new NpyArray(LONGS, shape, buffer.array());
  }

  /** A scalar. */
  public static NpyArray scalar(long value) {
    return longs(new long[] {value});
  }

  /** Bytes 0 to 255. */
  public static NpyArray unsignedBytes(byte[] values, int... shape) {
    return new NpyArray(UNSIGNED_BYTES, shape, values);
  }

  /** A scalar string of UTF-32 characters. */
  public static NpyArray text(String value) {
    return texts(List.of(value), new int[0]);
  }

  /** Strings of UTF-32 characters. */
  public static NpyArray texts(List<String> values) {
    return texts(values, new int[] {values.size()});
  }

  /** All as long as the longest, zeros behind the others. */
  private static NpyArray texts(List<String> values, int[] shape) {
    int[][] characters =
        values.stream().map(value -> value.codePoints().toArray()).toArray(int[][]::new);
    int length = Arrays.stream(characters).mapToInt(text -> text.length).max().orElse(0);
    ByteBuffer buffer = littleEndian(values.size() * length * Integer.BYTES);
    for (int[] text : characters) {
      buffer.asIntBuffer().put(Arrays.copyOf(text, length));
      buffer.position(buffer.position() + length * Integer.BYTES);
    }
    return new NpyArray("<U" + length, shape, buffer.array());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public float[] toFloats() {
    float[] values = new float[bytes.length / Float.BYTES];
    buffer().asFloatBuffer().get(values);
    return values;
  }

  public long[] toLongs() {
    long[] values = new long[bytes.length / Long.BYTES];
    buffer().asLongBuffer().get(values);
    return values;
  }

  /** Whether all characters are of Unicode, surrogates not among them. */
  boolean isUnicode() {
    return Arrays.stream(toCharacters())
        .allMatch(
            c -> Character.isValidCodePoint(c) && Character.getType(c) != Character.SURROGATE);
  }

  public String toText() {
    int[] characters = toCharacters();
    int length = characters.length;
    while (length > 0 && characters[length - 1] == 0) {
      length--;
    }
    return new String(characters, 0, length);
  }

  private int[] toCharacters() {
    int[] characters = new int[bytes.length / Integer.BYTES];
    buffer().asIntBuffer().get(characters);
    return characters;
  }

  void writeTo(OutputStream out) throws IOException {
    String extents = Arrays.stream(shape).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
    String header =
        Text.format("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", type, extents);
    int unpadded = PREFIX + header.length() + 1;
    int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    DataOutputStream data = new DataOutputStream(out);
    data.write(MAGIC);
    data.writeShort(Short.reverseBytes((short) text.length));
    data.write(text);
    data.write(bytes);
  }

  /** For example {@code <f4 [100, 28, 28, 1]}. */
  public String description() {
    return type + " " + Arrays.toString(shape);
  }

  /**
   * Reads an array that fills its file.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static NpyArray parse(byte[] file) {
    if (file.length < PREFIX || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException("it is not a .npy array of version 1.0");
    }
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int length = Short.toUnsignedInt(buffer.getShort(MAGIC.length));
    int start = Math.min(PREFIX + length, file.length);
    String header = new String(file, PREFIX, start - PREFIX, StandardCharsets.US_ASCII);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      String shown = header.substring(0, Math.min(header.length(), SHOWN_HEADER)).strip();
      throw new IllegalArgumentException(
          Text.format("its header is '%s'; expected a little-endian array in C order", shown));
    }
    NpyArray array =
        new NpyArray(
            matcher.group(1),
            extents(matcher.group(2)),
            Arrays.copyOfRange(file, start, file.length));
    array.checkSize();
    return array;
  }

  private static int[] extents(String text) {
    try {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(Text.format("its shape is (%s)", text), e);
    }
  }

  private void checkSize() {
    double expected =
        IntStream.of(shape).asDoubleStream().reduce(elementBytes(), (size, n) -> size * n);
    if (expected == 0) {
      throw new IllegalArgumentException(description() + " is empty");
    }
    if (expected != bytes.length) {
      throw new IllegalArgumentException(
          Text.format(
              "%s has %d bytes of data; expected %.0f", description(), bytes.length, expected));
    }
  }

  private int elementBytes() {
    Matcher text = TEXT.matcher(type);
    if (text.matches()) {
      return Integer.parseInt(text.group(1)) * Integer.BYTES;
    }
    return switch (type) {
      case FLOATS -> Float.BYTES;
      case LONGS -> Long.BYTES;
      case UNSIGNED_BYTES -> 1;
      default ->
          throw new IllegalArgumentException(
              Text.format(
                  "its type is %s; expected %s, %s, %s or a string",
                  type, FLOATS, LONGS, UNSIGNED_BYTES));
    };
  }
}
