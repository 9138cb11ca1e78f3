package org.echodc.report.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.echodc.report.run.RecordExamples;

/** Files of .npy and .npz in memory, whole and damaged. */
final class NpyBytes {
  private NpyBytes() {}

  /** The bytes of an array's file. */
  static byte[] of(NpyArray array) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      array.writeTo(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  /** The array's file with one piece of its header replaced by another of the same length. */
  static byte[] withHeader(NpyArray array, String old, String replacement) {
    String text = new String(of(array), StandardCharsets.ISO_8859_1);
    if (!text.contains(old) || old.length() != replacement.length()) {
      throw new AssertionError("cannot replace " + old + " in " + text);
    }
    return text.replace(old, replacement).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The entries of the example's file, to be damaged. */
  static Map<String, byte[]> example() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    CondensedFile.toArrays(RecordExamples.small())
        .forEach((name, array) -> entries.put(name + ".npy", of(array)));
    return entries;
  }

  static void zip(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }
}
