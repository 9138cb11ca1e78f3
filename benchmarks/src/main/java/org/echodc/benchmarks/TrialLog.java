package org.echodc.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file by which the processes that measure tell {@link BenchMain} what JMH's results have no
 * place for: which device it was, and why there is no result. One JSON object a line; a later one
 * of the same trial replaces an earlier one.
 */
public final class TrialLog {

  /** System property of the measuring processes: the file. Without it nothing is noted. */
  static final String PROPERTY = "echodc.bench.trials";

  private static final JsonMapper MAPPER = new JsonMapper();

  private TrialLog() {}

  /** Appends a note, if a log is wanted. */
  public static void append(TrialNote note) {
    String file = System.getProperty(PROPERTY);
    if (file == null) {
      return;
    }
    try {
      Files.writeString(
          Path.of(file),
          MAPPER.writeValueAsString(note) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** All notes, in the order they were made. */
  static List<TrialNote> read(Path file) throws IOException {
    List<TrialNote> notes = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      notes.add(MAPPER.readValue(line, TrialNote.class));
    }
    return notes;
  }
}
