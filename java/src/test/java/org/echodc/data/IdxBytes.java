package org.echodc.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** IDX files in memory, whole and damaged. */
final class IdxBytes {
  static final int IMAGES = 0x803;
  static final int CHANNELS = 0x804;
  static final int LABELS = 0x801;

  private IdxBytes() {}

  /** A header of 32-bit numbers, and then bytes 0, 1, 2 and so on. */
  static byte[] file(int payload, int... header) {
    ByteBuffer buffer = ByteBuffer.allocate(header.length * Integer.BYTES + payload);
    Arrays.stream(header).forEach(buffer::putInt);
    for (int i = 0; i < payload; i++) {
      buffer.put((byte) i);
    }
    return buffer.array();
  }

  static byte[] labels(int... labels) {
    byte[] file = file(labels.length, LABELS, labels.length);
    for (int i = 0; i < labels.length; i++) {
      file[2 * Integer.BYTES + i] = (byte) labels[i];
    }
    return file;
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] cut(byte[] file, int length) {
    return Arrays.copyOf(file, length);
  }

  /** The file with one byte inverted, counted from the end if negative. */
  static byte[] flip(byte[] file, int position) {
    byte[] damaged = file.clone();
    damaged[Math.floorMod(position, file.length)] ^= (byte) 0xff;
    return damaged;
  }

  static FileSource source(byte[] file) {
    return new FileSource("some-file", () -> new ByteArrayInputStream(file));
  }
}
