package org.echodc.data.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.echodc.data.CountedStream;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.data.ReadLimit;
import org.echodc.text.Text;

/**
 * The bytes of an IDX file, gzip undone, and how far they have been read. Numbers in the header are
 * held against limits, and memory is taken only for bytes that are there: a false header cannot ask
 * for any. All failures are {@link DataException}s that say where.
 */
final class IdxInput implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final String file;
  private final CountedStream stream;

  private IdxInput(String file, InputStream stream) {
    this.file = file;
    this.stream = new CountedStream(stream);
  }

  static IdxInput open(FileSource source) {
    InputStream raw;
    try {
      raw = source.opener().open();
    } catch (IOException e) {
      throw DataException.unreadable(source.name(), e);
    }
    try {
      return new IdxInput(source.name(), uncompressed(new BufferedInputStream(raw, BUFFER)));
    } catch (IOException e) {
      closeQuietly(raw);
      throw new DataException(
          Text.format(
              "%s: its gzip header is damaged (%s); get the file again", source.name(), reason(e)),
          e);
    }
  }

  /** Undoes gzip where the file begins with its signature 1f 8b. */
  private static InputStream uncompressed(BufferedInputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new GZIPInputStream(in, BUFFER) : in;
  }

  private static String reason(IOException e) {
    return e instanceof EOFException ? "the gzip data is truncated" : e.getMessage();
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // nothing was written, and the failure that led here is the one to report
    }
  }

  /** Takes the magic number, which must be one of those expected, and returns it. */
  int magic(String what, int... expected) {
    int found = number("magic number");
    if (Arrays.stream(expected).noneMatch(magic -> magic == found)) {
      throw new DataException(
          Text.format(
              "%s: magic number at offset 0 is 0x%08x; expected %s (IDX file of %s)",
              file,
              found,
              Arrays.stream(expected)
                  .mapToObj("0x%08x"::formatted)
                  .collect(Collectors.joining(" or ")),
              what));
    }
    return found;
  }

  /** Takes an extent, which must be 1 to the limit. */
  int extent(String what, int limit) {
    int found = number(what);
    if (found < 1 || found > limit) {
      throw new DataException(
          Text.format(
              "%s: %s at offset %d is %d; expected 1 to %d; get the file again",
              file, what, stream.count() - Integer.BYTES, Integer.toUnsignedLong(found), limit));
    }
    return found;
  }

  private int number(String what) {
    return ByteBuffer.wrap(take(Integer.BYTES, what)).getInt();
  }

  /** Takes all that follows the header, which must be as many bytes as the header says. */
  byte[] payload(long size) {
    if (size > ReadLimit.bytes()) {
      throw new DataException(
          Text.format(
                  "%s: its header promises %d bytes of data; at most %d can be read (Java's memory:",
                  file, size, ReadLimit.bytes())
              + " ECHODC_JAVA_OPTS=-Xmx8g)");
    }
    byte[] bytes = take((int) size, "data");
    if (read(1).length > 0) {
      throw new DataException(
          Text.format(
              "%s: more data than its header promises, from offset %d on; get the file again",
              file, stream.count() - 1));
    }
    return bytes;
  }

  private byte[] take(int size, String what) {
    byte[] bytes = read(size);
    if (bytes.length < size) {
      throw new DataException(
          Text.format(
              "%s: truncated: it ends at offset %d, %d bytes before the end of its %s; get it again",
              file, stream.count(), size - bytes.length, what));
    }
    return bytes;
  }

  private byte[] read(int size) {
    try {
      return stream.readNBytes(size);
    } catch (IOException e) {
      throw new DataException(
          Text.format(
              "%s: unreadable from offset %d of the uncompressed data on (%s); get the file again",
              file, stream.count(), reason(e)),
          e);
    }
  }

  @Override
  public void close() {
    closeQuietly(stream);
  }
}
