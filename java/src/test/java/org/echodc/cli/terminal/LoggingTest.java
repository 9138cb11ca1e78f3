package org.echodc.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to stdout and what to stderr. */
class LoggingTest {
  private static final String TINY =
      "condense --device cpu --width 8 --iterations 2 --real-batch 8 --ipc 1 --epochs 1 --repeats 1"
          + " --evaluate echo --output ";
  private static final Pattern LINE =
      Pattern.compile(
          "[0-9]{2}:[0-9]{2}:[0-9]{2} (DEBUG|INFO|WARN|ERROR) [a-z.]+ - [^\\p{Cntrl}]+");

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int condense(String... options) {
    String line = TINY + folder.resolve("run") + " " + String.join(" ", options);
    return InThisProcess.run(out, err, line.strip().split(" "));
  }

  private List<String> log() {
    return err.toString().lines().toList();
  }

  @Test
  void resultsGoToStdoutAndALineAnEventToStderr() {
    assertEquals(0, condense(), err::toString);

    assertTrue(log().size() >= 4, err.toString());
    log().forEach(line -> assertTrue(LINE.matcher(line).matches(), line));
    assertTrue(log().stream().anyMatch(line -> line.contains(" INFO run - ECHO: 2 iterations")));
    assertTrue(log().stream().anyMatch(line -> line.contains(" INFO evaluate - network 1 of 1")));
    assertTrue(log().stream().noneMatch(line -> line.contains(" DEBUG ")), err.toString());
    List<String> results = out.toString().lines().filter(line -> !line.isBlank()).toList();
    assertTrue(results.get(0).startsWith("set "), out.toString());
    assertTrue(results.get(1).startsWith("echo "), out.toString());
    assertTrue(results.get(2).startsWith("complete after "), out.toString());
    assertEquals(3, results.size(), out.toString());
  }

  @Test
  void quietLeavesTheResults() {
    assertEquals(0, condense("--quiet"), err::toString);
    assertEquals("", err.toString());
    assertTrue(out.toString().contains("complete after "), out.toString());
  }

  @Test
  void quietLeavesErrors() {
    assertEquals(2, condense("-q", "--data", "nothing"));
    assertEquals(1, log().size(), err.toString());
    assertTrue(log().get(0).startsWith("echodc: unknown data set 'nothing'"), err.toString());
  }

  @Test
  void verboseTellsOfFiles() {
    assertEquals(0, condense("-v"), err::toString);
    log().forEach(line -> assertTrue(LINE.matcher(line).matches(), line));
    String file = " DEBUG report - wrote " + folder.resolve("run/condensed.npz");
    assertTrue(log().stream().anyMatch(line -> line.endsWith(file)), err.toString());
  }

  @Test
  void verboseAndQuietExcludeEachOther() {
    assertEquals(2, condense("--verbose", "--quiet"));
    assertTrue(err.toString().contains("exclude each other"), err.toString());
  }
}
