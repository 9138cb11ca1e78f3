package org.echodc.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.echodc.condense.SyntheticSet;
import org.echodc.device.operation.Decoding;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;

/**
 * Condensed data sets as .npz, which {@code numpy.load} reads: {@code images} float32 [n, height,
 * width, channels] in [0, 1], {@code labels} int64 [n], {@code ipc}, {@code factor}, {@code mean}
 * and {@code std} float32 [channels], {@code dataset}, {@code format}.
 */
public final class CondensedFile {
  private static final long FORMAT = 1;
  private static final long MAX_BYTES = 1L << 30;
  private static final String ENDING = ".npy";
  private static final List<String> NAMES =
      List.of("images", "labels", "ipc", "factor", "mean", "std", "dataset", "format");

  private CondensedFile() {}

  /**
   * Writes images, replacing the file in one step.
   *
   * @throws ReportException if that fails
   */
  public static void write(Path file, CondensedImages condensed) {
    Map<String, NpyArray> arrays = toArrays(condensed);
    AtomicFile.write(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
            ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
            entry.setTime(0); // the same images make the same bytes
            zip.putNextEntry(entry);
            array.getValue().writeTo(zip);
            zip.closeEntry();
          }
          zip.finish();
        });
  }

  private static Map<String, NpyArray> toArrays(CondensedImages condensed) {
    SyntheticSet set = condensed.set();
    Shape stored = set.storedShape();
    int ipc = set.decoding().ipc();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put(
        "images",
        NpyArray.floats(
            set.pixels(), stored.extent(0), stored.extent(1), stored.extent(2), stored.extent(3)));
    arrays.put(
        "labels",
        NpyArray.longs(
            IntStream.range(0, set.storedImages()).mapToLong(i -> i / ipc).toArray(),
            set.storedImages()));
    arrays.put("ipc", NpyArray.scalar(ipc));
    arrays.put("factor", NpyArray.scalar(set.decoding().factor()));
    arrays.put("mean", floats(condensed.normalization().mean()));
    arrays.put("std", floats(condensed.normalization().std()));
    arrays.put("dataset", NpyArray.text(condensed.dataset()));
    arrays.put("format", NpyArray.scalar(FORMAT));
    return arrays;
  }

  private static NpyArray floats(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return NpyArray.floats(array, array.length);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ReportException if the file cannot be read, or is anything else
   */
  public static CondensedImages read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("it has more than %d bytes".formatted(MAX_BYTES));
      }
      return new Contents(readArrays(Files.readAllBytes(file))).toImages();
    } catch (IOException e) {
      throw new ReportException("%s cannot be read: %s".formatted(file, AtomicFile.reason(e)), e);
    } catch (IllegalArgumentException e) {
      throw new ReportException(
          "%s is no condensed set that echodc wrote: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Map<String, NpyArray> readArrays(byte[] bytes) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    long left = MAX_BYTES;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName().replaceFirst("\\.npy$", "");
        if (!NAMES.contains(name)) {
          throw new IllegalArgumentException("it holds an array '%s'".formatted(entry.getName()));
        }
        byte[] content = zip.readNBytes(Math.toIntExact(left));
        left -= content.length;
        try {
          arrays.put(name, NpyArray.parse(content));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("array '%s': %s".formatted(name, e.getMessage()), e);
        }
      }
    }
    return arrays;
  }

  /** The arrays of a file, taken out with checks. */
  private record Contents(Map<String, NpyArray> byName) {

    CondensedImages toImages() {
      var missing = new TreeSet<>(NAMES);
      missing.removeAll(byName.keySet());
      require(missing.isEmpty(), "arrays %s are missing (or it is no .npz)", missing);
      long format = scalar("format", 1, Integer.MAX_VALUE);
      require(format == FORMAT, "array 'format' is %s; this version reads " + FORMAT, format);

      NpyArray images = typed("images", "<f4", 4);
      int[] shape = images.shape();
      int ipc = scalar("ipc", 1, shape[0]);
      int factor = scalar("factor", 1, Math.min(shape[1], shape[2]));
      require(shape[0] % ipc == 0, "array 'images' holds %s images, no multiple of ipc", shape[0]);
      float[] pixels = images.toFloats();
      for (float pixel : pixels) {
        require(pixel >= 0 && pixel <= 1, "array 'images' holds %s; expected 0 to 1", pixel);
      }
      checkLabels(shape[0], ipc);
      return new CondensedImages(
          dataset(),
          new Normalization(channels("mean", shape[3]), channels("std", shape[3])),
          new SyntheticSet(
              Shape.of(shape[1], shape[2], shape[3]),
              shape[0] / ipc,
              new Decoding(ipc, factor),
              pixels));
    }

    private static void require(boolean holds, String message, Object found) {
      if (!holds) {
        throw new IllegalArgumentException(message.formatted(found));
      }
    }

    /** An array of the given type and number of extents, as long as its shape says. */
    private NpyArray typed(String name, String type, int rank) {
      NpyArray array = byName.get(name);
      int[] shape = array.shape();
      boolean fits =
          array.type().equals(type)
              && shape.length == rank
              && IntStream.of(shape).allMatch(extent -> extent > 0);
      require(
          fits,
          "array '" + name + "' must be " + type + " of " + rank + " extents, not %s",
          array.type() + " " + Arrays.toString(shape));
      int size = type.equals("<i8") ? Long.BYTES : Float.BYTES;
      double bytes = IntStream.of(shape).asDoubleStream().reduce(size, (a, b) -> a * b);
      require(
          bytes == array.bytes().length,
          "array '" + name + "' is truncated: it has %s bytes",
          array.bytes().length);
      return array;
    }

    private int scalar(String name, int low, int high) {
      long value = typed(name, "<i8", 0).toLongs()[0];
      require(
          value >= low && value <= high,
          "array '" + name + "' is %s; expected " + low + " to " + high,
          value);
      return (int) value;
    }

    private void checkLabels(int images, int ipc) {
      long[] labels = typed("labels", "<i8", 1).toLongs();
      require(labels.length == images, "array 'labels' has %s entries", labels.length);
      for (int i = 0; i < images; i++) {
        require(
            labels[i] == i / ipc,
            "array 'labels' is not sorted by class with ipc of each: entry " + i + " is %s",
            labels[i]);
      }
    }

    private List<Float> channels(String name, int count) {
      float[] values = typed(name, "<f4", 1).toFloats();
      require(values.length == count, "array '" + name + "' has %s entries", values.length);
      return IntStream.range(0, count).mapToObj(i -> values[i]).toList();
    }

    private String dataset() {
      NpyArray array = byName.get("dataset");
      require(
          array.type().matches("<U[1-9][0-9]{0,2}") && array.shape().length == 0,
          "array 'dataset' must be a string, not %s",
          array.type());
      return array.toText();
    }
  }
}
