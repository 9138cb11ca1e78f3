package org.echodc.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, and how far they have been read. */
public final class CountedStream extends FilterInputStream {
  private final long length;
  private long count;

  /** All bytes of a stream. */
  public CountedStream(InputStream in) {
    this(in, Long.MAX_VALUE);
  }

  /** As many bytes of a stream as are there, but no more than {@code length}. */
  public CountedStream(InputStream in, long length) {
    super(in);
    this.length = length;
  }

  /** Bytes read or skipped so far. */
  public long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int read = count < length ? super.read() : -1;
    count += read < 0 ? 0 : 1;
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int size) throws IOException {
    if (count == length && size > 0) {
      return -1;
    }
    int read = super.read(bytes, offset, (int) Math.min(size, length - count));
    count += Math.max(read, 0);
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(Math.min(bytes, length - count));
    count += skipped;
    return skipped;
  }
}
