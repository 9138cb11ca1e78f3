package org.echodc.report.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.echodc.report.ReportException;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;

/**
 * Condensed data sets as .npz, which {@code numpy.load} reads: {@code images} float32 [n, height,
 * width, channels] in [0, 1], {@code labels} int64 [n], {@code ipc}, {@code factor}, {@code mean}
 * and {@code std} float32 [channels], {@code dataset}, {@code format}.
 */
public final class CondensedFile {
  static final long FORMAT = 1;

  private CondensedFile() {}

  /**
   * Writes images, replacing the file in one step.
   *
   * @throws ReportException if that fails
   */
  public static void write(Path file, CondensedImages condensed) {
    Map<String, NpyArray> arrays = toArrays(condensed);
    AtomicFile.write(file, out -> Npz.write(out, arrays));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws ReportException if the file cannot be read, or is anything else
   */
  public static CondensedImages read(Path file) {
    try {
      return new CondensedArrays(Npz.read(file, CondensedArrays.NAMES)).toImages();
    } catch (IOException e) {
      throw ReportException.unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw new ReportException(
          Text.format("%s is not a condensed set written by echodc: %s", file, e.getMessage()), e);
    }
  }

  static Map<String, NpyArray> toArrays(CondensedImages condensed) {
    SyntheticSet set = condensed.set();
    Shape stored = set.storedShape();
    int ipc = set.decoding().ipc();
    int[] extents = IntStream.range(0, stored.rank()).map(stored::extent).toArray();
    long[] labels = IntStream.range(0, set.storedImages()).mapToLong(i -> i / ipc).toArray();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("images", NpyArray.floats(set.pixels(), extents));
    arrays.put("labels", NpyArray.longs(labels, labels.length));
    arrays.put("ipc", NpyArray.scalar(ipc));
    arrays.put("factor", NpyArray.scalar(set.decoding().factor()));
    arrays.put("mean", NpyArray.floats(condensed.normalization().mean()));
    arrays.put("std", NpyArray.floats(condensed.normalization().std()));
    arrays.put("dataset", NpyArray.text(condensed.dataset()));
    arrays.put("format", NpyArray.scalar(FORMAT));
    return arrays;
  }
}
