package org.echodc.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Losses as CSV, behind what is in the file already. Flushed line by line, so that the file can be
 * read at any time.
 */
public final class MetricsLog implements AutoCloseable {
  private final Path file;
  private final BufferedWriter out;

  MetricsLog(Path file, int classes) {
    this.file = file;
    try {
      out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (Files.size(file) == 0) {
        line(heading(classes));
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static String heading(int classes) {
    String columns =
        IntStream.range(0, classes)
            .mapToObj(label -> ",class_" + label)
            .collect(Collectors.joining());
    return "objective,iteration,seconds,mean" + columns;
  }

  /** Adds one line of losses, one a class. */
  public void add(String objective, int iteration, double seconds, List<Float> losses) {
    double mean = losses.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    String classes =
        losses.stream()
            .map(loss -> String.format(Locale.ROOT, ",%.6g", loss))
            .collect(Collectors.joining());
    line(
        String.format(Locale.ROOT, "%s,%d,%.3f,%.6g", objective, iteration, seconds, mean)
            + classes);
  }

  private void line(String text) {
    try {
      out.write(text);
      out.newLine();
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private ReportException failure(IOException e) {
    return new ReportException("%s cannot be written: %s".formatted(file, AtomicFile.reason(e)), e);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
