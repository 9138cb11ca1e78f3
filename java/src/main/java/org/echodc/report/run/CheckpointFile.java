package org.echodc.report.run;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.echodc.condense.CondensationState;
import org.echodc.report.ReportException;
import org.echodc.text.Text;

/**
 * The format of checkpoints: the bytes {@code ECHOCKPT}, the format's number and the header's
 * length (32 bits each, big-endian), the {@link CheckpointHeader} as UTF-8, its arrays as
 * little-endian float32, and a CRC-32C of all that (64 bits, big-endian).
 */
final class CheckpointFile {
  static final int FORMAT = 2;
  static final byte[] MAGIC = {'E', 'C', 'H', 'O', 'C', 'K', 'P', 'T'};
  private static final int PREFIX = MAGIC.length + 2 * Integer.BYTES;
  private static final int MAX_HEADER = 1 << 20;
  private static final int CHUNK = 1 << 16;

  /** The part of Java's memory that the arrays of a checkpoint may take. */
  private static final int SHARE_OF_HEAP = 2;

  private CheckpointFile() {}

  static void write(OutputStream out, CheckpointHeader header) throws IOException {
    CheckpointHeader.Arrays arrays = CheckpointHeader.Arrays.upTo(Long.MAX_VALUE);
    byte[] text = header.write(arrays);
    CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
    DataOutputStream data = new DataOutputStream(checked);
    data.write(MAGIC);
    data.writeInt(FORMAT);
    data.writeInt(text.length);
    data.write(text);
    for (float[] array : arrays.all()) {
      write(data, array);
    }
    data.writeLong(checked.getChecksum().getValue());
  }

  private static void write(OutputStream out, float[] array) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < array.length; first += CHUNK / Float.BYTES) {
      int count = Math.min(CHUNK / Float.BYTES, array.length - first);
      chunk.asFloatBuffer().put(array, first, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  /**
   * Reads a checkpoint. Memory is taken only for numbers that the file is long enough to hold, and
   * never more than a part of what there is: a file may say that it is terabytes long.
   *
   * @throws IllegalArgumentException if it is damaged or something else, saying in which way
   * @throws ReportException if it is of another format, or larger than Java's memory allows
   * @throws IOException if it cannot be read
   */
  static CheckpointHeader read(Path file) throws IOException {
    return read(file, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /** Like {@link #read(Path)}, with another limit. */
  static CheckpointHeader read(Path file, long maxBytes) throws IOException {
    if (Files.size(file) > maxBytes) {
      throw new ReportException(
          Text.format(
                  "%s has %d bytes; with this memory at most %d are read; if it is a checkpoint, give Java",
                  file, Files.size(file), maxBytes)
              + " more, such as ECHODC_JAVA_OPTS=-Xmx16g");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file));
    } catch (EOFException e) {
      throw new IllegalArgumentException("it is too short", e);
    } catch (IncompatibleFormatException e) {
      throw new ReportException(Text.format("%s %s", file, e.getMessage()), e);
    }
  }

  /**
   * Like {@link #read(Path)}, from a stream of known length.
   *
   * @throws EOFException if it ends too early
   */
  static CheckpointHeader read(InputStream in, long length) throws IOException {
    CheckedInputStream checked = new CheckedInputStream(new BufferedInputStream(in), new CRC32C());
    DataInputStream data = new DataInputStream(checked);
    if (!Arrays.equals(data.readNBytes(MAGIC.length), MAGIC)) {
      throw new IllegalArgumentException("it is no checkpoint");
    }
    requireFormat(data.readInt());
    int headerLength = data.readInt();
    long arrayBytes = length - PREFIX - headerLength - Long.BYTES;
    if (headerLength < 0 || headerLength > MAX_HEADER || arrayBytes < 0) {
      throw new IllegalArgumentException(
          Text.format("its header cannot have %d bytes", Integer.toUnsignedLong(headerLength)));
    }
    byte[] text = new byte[headerLength];
    data.readFully(text);
    CheckpointHeader.Arrays arrays = CheckpointHeader.Arrays.upTo(arrayBytes / Float.BYTES);
    CheckpointHeader header = CheckpointHeader.parse(text, arrays);
    for (float[] array : arrays.all()) {
      read(data, array);
    }
    long computed = checked.getChecksum().getValue();
    if (data.readLong() != computed || data.read() != -1) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    requirePossible(header.checkpoint());
    return header;
  }

  private static void requireFormat(int format) throws IncompatibleFormatException {
    if (format != FORMAT) {
      throw new IncompatibleFormatException(
          Text.format(
                  "is a checkpoint of format %d, but this echodc reads format %d; go on with the echodc that",
                  format, FORMAT)
              + " wrote it");
    }
  }

  private static void read(DataInputStream in, float[] array) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < array.length; first += CHUNK / Float.BYTES) {
      int count = Math.min(CHUNK / Float.BYTES, array.length - first);
      in.readFully(chunk.array(), 0, count * Float.BYTES);
      chunk.asFloatBuffer().get(array, first, count);
    }
  }

  private static void requirePossible(Checkpoint checkpoint) {
    for (CondensationState state : checkpoint.condensations().values()) {
      if (!state.isFinite()) {
        throw new IllegalArgumentException("it holds images that are not finite");
      }
    }
  }

  /** A format that this program does not know. */
  private static final class IncompatibleFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    IncompatibleFormatException(String message) {
      super(message);
    }
  }
}
