package org.echodc.report.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.report.file.Json;
import org.echodc.text.Text;

/**
 * The events of a run as JSON lines, one object a line, behind what is in the file already. Flushed
 * line by line, so that the file can be read at any time; of a run that is killed the last line may
 * be incomplete.
 */
public final class MetricsLog implements AutoCloseable {
  private final Path file;
  private final Consumer<String> listener;
  private final BufferedWriter out;

  MetricsLog(Path file, Consumer<String> listener) {
    this.file = file;
    this.listener = listener;
    try {
      out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Adds a line, and hands it to the listener. */
  public void add(RunEvent event) {
    String line = Json.line(event);
    try {
      out.write(line);
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
    listener.accept(line);
  }

  private ReportException failure(IOException e) {
    return new ReportException(
        Text.format("%s cannot be written: %s", file, AtomicFile.reason(e)), e);
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
