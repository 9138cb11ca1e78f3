package org.echodc.data.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.echodc.data.FileSource;

/** IDX files in memory, whole and damaged. */
public final class IdxBytes {
  public static final int IMAGES = 0x803;
  public static final int CHANNELS = 0x804;
  public static final int LABELS = 0x801;

  private IdxBytes() {}

  /** A header of 32-bit numbers, and then bytes 0, 1, 2 and so on. */
  public static byte[] file(int payload, int... header) {
    ByteBuffer buffer = ByteBuffer.allocate(header.length * Integer.BYTES + payload);
    Arrays.stream(header).forEach(buffer::putInt);
    for (int i = 0; i < payload; i++) {
      buffer.put((byte) i);
    }
    return buffer.array();
  }

  public static byte[] labels(int... labels) {
    byte[] file = file(labels.length, LABELS, labels.length);
    for (int i = 0; i < labels.length; i++) {
      file[2 * Integer.BYTES + i] = (byte) labels[i];
    }
    return file;
  }

  public static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public static byte[] cut(byte[] file, int length) {
    return Arrays.copyOf(file, length);
  }

  /** The file with one byte inverted, counted from the end if negative. */
  public static byte[] flip(byte[] file, int position) {
    byte[] damaged = file.clone();
    damaged[Math.floorMod(position, file.length)] ^= (byte) 0xff;
    return damaged;
  }

  public static FileSource source(byte[] file) {
    return new FileSource("some-file", () -> new ByteArrayInputStream(file));
  }
}
