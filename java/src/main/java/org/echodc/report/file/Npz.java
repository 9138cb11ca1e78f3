package org.echodc.report.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.echodc.data.ReadLimit;
import org.echodc.text.Text;

/** NumPy's .npz format: a zip file of {@link NpyArray}s. */
public final class Npz {
  private static final String ENDING = ".npy";

  /**
   * A fixed time: the same arrays make the same bytes, whenever and wherever. For zip's oldest, the
   * first of January, Java adds a field that depends on the time zone.
   */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private Npz() {}

  public static void write(OutputStream out, Map<String, NpyArray> arrays) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
      ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
      entry.setTimeLocal(TIME);
      zip.putNextEntry(entry);
      array.getValue().writeTo(zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  /**
   * Reads the arrays of a file.
   *
   * @param names the arrays that it must hold, and no others
   * @throws IllegalArgumentException if it is anything else, saying what is wrong
   * @throws IOException if it cannot be read
   */
  public static Map<String, NpyArray> read(Path file, List<String> names) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    int left = ReadLimit.bytes();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        if (!names.contains(name) || arrays.containsKey(name)) {
          throw new IllegalArgumentException(
              Text.format(
                  "it holds %s '%s'",
                  arrays.containsKey(name) ? "twice" : "an entry", entry.getName()));
        }
        byte[] content = content(zip, entry, left);
        left -= content.length;
        arrays.put(name, parse(name, content));
      }
    } catch (ZipException | EOFException e) {
      throw new IllegalArgumentException(
          Text.format("it is damaged or no zip file (%s)", AtomicFile.reason(e)), e);
    }
    for (String name : names) {
      if (!arrays.containsKey(name)) {
        throw new IllegalArgumentException(Text.format("array '%s' is missing", name));
      }
    }
    return arrays;
  }

  /**
   * Memory is taken for bytes that are there; what the zip file says of their number is not used.
   */
  private static byte[] content(ZipFile zip, ZipEntry entry, int limit) throws IOException {
    try (CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      byte[] content = in.readNBytes(limit);
      if (in.read() != -1) {
        throw new IllegalArgumentException(
            Text.format(
                "it holds more than %d bytes; Java's memory allows no more (ECHODC_JAVA_OPTS=-Xmx8g)",
                ReadLimit.bytes()));
      }
      if (in.getChecksum().getValue() != entry.getCrc()) {
        throw new ZipException("the checksum of " + entry.getName() + " is wrong");
      }
      return content;
    }
  }

  private static NpyArray parse(String name, byte[] content) {
    try {
      return NpyArray.parse(content);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(Text.format("array '%s': %s", name, e.getMessage()), e);
    }
  }
}
