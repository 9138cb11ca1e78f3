package org.echodc.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A text file of SHA-256 hashes, {@code name = hash} in each line that is no comment. */
final class PinnedHashes {
  private static final String EQUALS = " = ";

  private PinnedHashes() {}

  /** SHA-256 of numbers, each as its four bytes, the lowest first. */
  static String of(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The hashes by name, in the file's order; none if there is no file. */
  static Map<String, String> read(Path file) {
    Map<String, String> hashes = new LinkedHashMap<>();
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        if (!line.startsWith("#")) {
          int end = line.lastIndexOf(EQUALS);
          hashes.put(line.substring(0, end), line.substring(end + EQUALS.length()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return hashes;
  }

  static void write(Path file, String comment, Map<String, String> hashes) {
    List<String> lines = new ArrayList<>();
    comment.lines().forEach(line -> lines.add("# " + line));
    hashes.forEach((name, hash) -> lines.add(name + EQUALS + hash));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
