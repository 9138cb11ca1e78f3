package org.echodc.data.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small files in the binary format of CIFAR. */
public final class CifarFiles {
  static final int PLANE = 32 * 32;
  private static final List<String> CIFAR_10 =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");

  private CifarFiles() {}

  /**
   * Writes the six files of CIFAR-10.
   *
   * @param images in every file; their labels go down from 9, and from file to file by one more
   */
  public static void writeCifar10(Path folder, int images) throws IOException {
    for (int file = 0; file < CIFAR_10.size(); file++) {
      byte[][] records = new byte[images][];
      for (int i = 0; i < images; i++) {
        records[i] = record(file + 1, Math.floorMod(9 - file - i, 10));
      }
      write(folder.resolve(CIFAR_10.get(file)), records);
    }
  }

  /** A record whose colours at position i are i, i + seed and i + 2 seed, modulo 256. */
  static byte[] record(int seed, int... labels) {
    byte[] bytes = new byte[labels.length + 3 * PLANE];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    for (int i = 0; i < 3 * PLANE; i++) {
      bytes[labels.length + i] = (byte) (i % PLANE + i / PLANE * seed);
    }
    return bytes;
  }

  /** Writes a file of records. */
  static void write(Path file, byte[]... records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] record : records) {
      out.write(record);
    }
    Files.write(file, out.toByteArray());
  }
}
