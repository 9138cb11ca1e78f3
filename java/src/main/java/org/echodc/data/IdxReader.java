package org.echodc.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.echodc.tensor.Shape;

/**
 * Reads the IDX format of MNIST (LeCun, Cortes, Burges), plain or gzip. A file is a big-endian
 * magic number, one 32-bit extent a dimension, and unsigned bytes. Numbers in the header are held
 * against limits before anything is allocated.
 */
final class IdxReader {
  private static final int IMAGE_MAGIC = 0x00000803;
  private static final int LABEL_MAGIC = 0x00000801;
  private static final int MAX_SIDE = 4096;
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;
  private static final int BUFFER = 1 << 16;

  private IdxReader() {}

  /**
   * Images as they are in the file.
   *
   * @param image [height, width, 1]
   * @param pixels [n, height, width, 1]
   */
  record Images(Shape image, byte[] pixels) {
    int count() {
      return Math.toIntExact(pixels.length / image.elements());
    }
  }

  /**
   * Reads images.
   *
   * @param file name for messages
   * @throws DataException if the file is not a whole IDX file of images
   */
  static Images readImages(String file, InputStreamSource source) {
    return read(
        file,
        source,
        in -> {
          in.magic(IMAGE_MAGIC, "IDX images");
          int count = in.extent("number of images", Integer.MAX_VALUE);
          int height = in.extent("height", MAX_SIDE);
          int width = in.extent("width", MAX_SIDE);
          return new Images(Shape.of(height, width, 1), in.payload((long) count * height * width));
        });
  }

  /**
   * Reads labels.
   *
   * @param file name for messages
   * @param classes labels must be below it
   * @throws DataException if the file is not a whole IDX file of labels in range
   */
  static int[] readLabels(String file, InputStreamSource source, int classes) {
    byte[] bytes =
        read(
            file,
            source,
            in -> {
              in.magic(LABEL_MAGIC, "IDX labels");
              return in.payload(in.extent("number of labels", Integer.MAX_VALUE));
            });
    int[] labels = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      labels[i] = bytes[i] & 0xff;
      if (labels[i] >= classes) {
        throw new DataException(
            "%s: label %d at offset %d is %d; expected 0 to %d"
                .formatted(file, i, 8 + i, labels[i], classes - 1));
      }
    }
    return labels;
  }

  /** Opens a file. */
  interface InputStreamSource {
    InputStream open() throws IOException;
  }

  private interface Format<T> {
    T read(Input in) throws IOException;
  }

  private static <T> T read(String file, InputStreamSource source, Format<T> format) {
    Input in = null;
    try (InputStream raw = source.open()) {
      in = new Input(file, uncompressed(raw));
      T content = format.read(in);
      in.end();
      return content;
    } catch (EOFException e) {
      throw new DataException(
          "%s: truncated: it ends before offset %d of the uncompressed data; get it again"
              .formatted(file, in == null ? 0 : in.offset),
          e);
    } catch (IOException e) {
      throw new DataException(
          "%s: cannot be read near offset %d of the uncompressed data (%s); get it again"
              .formatted(file, in == null ? 0 : in.offset, e.getMessage()),
          e);
    }
  }

  /** Undoes gzip where the file begins with its signature 1f 8b. */
  private static InputStream uncompressed(InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip ? new GZIPInputStream(in, BUFFER) : in;
  }

  /** The uncompressed bytes, and how far they have been read. */
  private static final class Input {
    private final String file;
    private final DataInputStream stream;
    private long offset;

    Input(String file, InputStream stream) {
      this.file = file;
      this.stream = new DataInputStream(stream);
    }

    void magic(int expected, String what) throws IOException {
      int found = stream.readInt();
      if (found != expected) {
        throw new DataException(
            "%s: magic number at offset 0 is 0x%08x; expected 0x%08x (%s)"
                .formatted(file, found, expected, what));
      }
      offset += Integer.BYTES;
    }

    int extent(String name, int limit) throws IOException {
      int found = stream.readInt();
      if (found < 1 || found > limit) {
        throw new DataException(
            "%s: %s at offset %d is %d; expected 1 to %d"
                .formatted(file, name, offset, Integer.toUnsignedLong(found), limit));
      }
      offset += Integer.BYTES;
      return found;
    }

    /** Grows with what is really there, so that a false header cannot ask for memory. */
    byte[] payload(long size) throws IOException {
      if (size > MAX_BYTES) {
        throw new DataException(
            "%s: header promises %d bytes; at most %d can be read"
                .formatted(file, size, MAX_BYTES));
      }
      byte[] bytes = stream.readNBytes((int) size);
      offset += bytes.length;
      if (bytes.length < size) {
        throw new DataException(
            "%s: truncated at offset %d; the header promises %d bytes of data, %d are there"
                .formatted(file, offset, size, bytes.length));
      }
      return bytes;
    }

    void end() throws IOException {
      if (stream.read() != -1) {
        throw new DataException(
            "%s: more data than the header promises, from offset %d on".formatted(file, offset));
      }
    }
  }
}
