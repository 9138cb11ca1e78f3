package org.echodc.benchmarks.results;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.echodc.text.Text;

/** Results as a table to read. */
public final class MeasurementTable {
  private static final String GAP = "  ";
  private static final int TEXT_COLUMNS = 3;
  private static final List<String> HEADER =
      List.of(
          "benchmark",
          "parameters",
          "device",
          "ms",
          "+-",
          "GFLOP/s",
          "product",
          "GB/s",
          "stream",
          "device MiB",
          "RSS MiB");

  private MeasurementTable() {}

  /** Prints what was measured, what was not and why, and what is how many times as fast. */
  public static void print(PrintStream out, Results results) {
    out.println();
    List<List<String>> rows = new ArrayList<>(List.of(HEADER));
    results.measurements().forEach(m -> rows.add(row(m)));
    printAligned(out, rows);
    out.println();
    out.println(
        "product, stream: share of the rates of MachineRateBenchmark on the same hardware, if run");
    results.measurements().stream()
        .map(Measurement::device)
        .filter(device -> device != null)
        .distinct()
        .forEach(
            device ->
                out.printf(
                    Locale.ROOT,
                    "%s: %s, %d threads, %s%n",
                    device.name(),
                    device.hardware(),
                    device.threads(),
                    versions(device.versions())));
    printComparisons(out, Comparison.all(results.measurements()));
  }

  private static String versions(Map<String, String> versions) {
    return versions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static void printComparisons(PrintStream out, List<Comparison> comparisons) {
    if (comparisons.isEmpty()) {
      return;
    }
    out.println();
    List<List<String>> rows = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      Measurement ours = comparison.ours();
      rows.add(
          List.of(
              ours.benchmark(),
              Format.parameters(ours, "implementation"),
              place(ours),
              Text.format("%.2f times as fast as %s", comparison.ratio(), comparison.otherName())));
    }
    printAligned(out, rows);
  }

  private static List<String> row(Measurement m) {
    List<String> row = new ArrayList<>(List.of(m.benchmark(), Format.parameters(m), place(m)));
    if (!m.isMeasured()) {
      row.add(
          m.refusal() != null
              ? Format.firstLine(m.refusal())
              : "FAILED: " + Format.firstLine(m.failure()));
      return row;
    }
    row.add(Format.number(m.time().seconds() * 1e3));
    row.add(m.time().error() == null ? "" : Format.number(m.time().error() * 1e3));
    row.add(Format.number(m.rates().gflops()));
    row.add(percent(m.rates().productShare()));
    row.add(Format.number(m.rates().gbs()));
    row.add(percent(m.rates().memoryShare()));
    row.add(Format.number(m.memory().device()));
    row.add(Format.number(m.memory().resident()));
    return row;
  }

  private static String place(Measurement m) {
    return m.deviceName() + " " + m.precision();
  }

  private static String percent(Double share) {
    return share == null ? "" : Text.format("%.0f %%", 100 * share);
  }

  /** The first columns are words; a row with one cell more than those ends in a sentence. */
  private static void printAligned(PrintStream out, List<List<String>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      int aligned = row.size() == TEXT_COLUMNS + 1 ? TEXT_COLUMNS : row.size();
      for (int i = 0; i < aligned; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        String cell = row.get(i);
        int width = i >= TEXT_COLUMNS && row.size() == TEXT_COLUMNS + 1 ? 0 : widths[i];
        String space = " ".repeat(Math.max(0, width - cell.length()));
        line.append(i < TEXT_COLUMNS ? cell + space : space + cell).append(GAP);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
