package org.echodc.data.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.echodc.data.CountedStream;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.text.Text;

/**
 * The bytes of a MAT file, or of one element in it, and how far they have been read. Numbers have
 * the order of bytes of the machine that wrote them. Memory is taken only for bytes that are there.
 * All failures are {@link DataException}s that say where.
 */
final class MatInput implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int TAG = 8;
  private static final int ALIGNMENT = 8;
  private static final int SMALL = 4;

  private final String name;
  private final CountedStream stream;
  private final AutoCloseable owned;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  /**
   * What precedes an element.
   *
   * @param type the number of its type
   * @param size bytes that follow
   * @param isSmall whether they are in the second half of the tag itself
   */
  record Tag(int type, int size, boolean isSmall) {}

  private MatInput(String name, CountedStream stream, AutoCloseable owned) {
    this.name = name;
    this.stream = stream;
    this.owned = owned;
  }

  static MatInput open(FileSource source) {
    try {
      InputStream raw = source.opener().open();
      return new MatInput(
          source.name(), new CountedStream(new BufferedInputStream(raw, BUFFER)), raw);
    } catch (IOException e) {
      throw DataException.unreadable(source.name(), e);
    }
  }

  /** The next bytes as an input of their own, which need not be read to its end. */
  MatInput element(int size) {
    return within(new MatInput(elementName(), new CountedStream(stream, size), () -> {}));
  }

  /** The next bytes as an input of their own, with their compression by zlib undone. */
  MatInput inflated(int size) {
    Inflater inflater = new Inflater();
    InputStream bytes = new InflaterInputStream(new CountedStream(stream, size), inflater, BUFFER);
    return within(
        new MatInput(elementName() + ", uncompressed", new CountedStream(bytes), inflater::end));
  }

  private MatInput within(MatInput element) {
    element.order = order;
    return element;
  }

  /** The order of bytes in numbers that are taken; little-endian until it is set. */
  ByteOrder order() {
    return order;
  }

  /** Sets the order of bytes in the numbers that follow. */
  void order(ByteOrder order) {
    this.order = order;
  }

  private String elementName() {
    return Text.format("%s, element at offset %d", name, stream.count());
  }

  /** How many bytes have been read. */
  long offset() {
    return stream.count();
  }

  /** Takes a tag; none at the end. Where data are in the tag, they can be taken next. */
  Optional<Tag> tag() {
    byte[] bytes = read(SMALL);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    int word = number(complete(bytes, SMALL, "tag"));
    int smallSize = word >>> Short.SIZE;
    if (smallSize > 0) {
      if (smallSize > SMALL) {
        throw damaged(
            Text.format("an element in a tag has %d bytes; it has place for 4", smallSize));
      }
      return Optional.of(new Tag(word & 0xffff, smallSize, true));
    }
    int size = number(take(TAG - SMALL, "tag"));
    if (size < 0) {
      throw damaged(Text.format("an element has %d bytes", Integer.toUnsignedLong(size)));
    }
    return Optional.of(new Tag(word, size, false));
  }

  /** Takes the data that belong to a tag, and what fills them up to the next place for one. */
  byte[] data(Tag tag, String what) {
    byte[] data = take(tag.size(), what);
    int used = tag.isSmall() ? TAG - SMALL + tag.size() : tag.size();
    take(Math.floorMod(-used, ALIGNMENT), "padding");
    return data;
  }

  /** Takes bytes, all of which must be there. */
  byte[] take(int size, String what) {
    return complete(read(size), size, what);
  }

  private byte[] complete(byte[] bytes, int size, String what) {
    if (bytes.length < size) {
      throw damaged(
          Text.format("it ends %d bytes before the end of its %s", size - bytes.length, what));
    }
    return bytes;
  }

  private int number(byte[] bytes) {
    return numbers(bytes).get(0);
  }

  /** Whole numbers of 32 bits. */
  IntBuffer numbers(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(order).asIntBuffer();
  }

  /** Skips bytes up to an offset. */
  void skipTo(long offset) {
    try {
      stream.skipNBytes(offset - stream.count());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Requires that nothing is left; of what was compressed, this also checks the checksum. */
  void end() {
    if (read(1).length > 0) {
      throw damaged("it has more data than its dimensions promise");
    }
  }

  private byte[] read(int size) {
    try {
      return stream.readNBytes(size);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private DataException unreadable(IOException e) {
    String reason = e instanceof EOFException ? "it is truncated" : e.getMessage();
    return new DataException(
        Text.format(
            "%s: unreadable from offset %d on (%s); get the file again",
            name, stream.count(), reason),
        e);
  }

  /** An exception that says where something is wrong. */
  DataException damaged(String what) {
    return new DataException(
        Text.format("%s, offset %d: %s; get the file again", name, stream.count(), what));
  }

  @Override
  public void close() {
    try {
      owned.close();
    } catch (Exception e) {
      // nothing was written, and a failure that led here is the one to report
    }
  }
}
