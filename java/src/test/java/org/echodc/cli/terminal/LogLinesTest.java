package org.echodc.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private final LoggerContext context = new LoggerContext();

  private String line(String logger, Level level, Throwable failure, String text, Object... holes) {
    Logger source = context.getLogger(logger);
    return LogLines.line(new LoggingEvent("", source, level, text, failure, holes))
        .replaceFirst("^[0-2][0-9]:[0-5][0-9]:[0-6][0-9] ", "TIME ");
  }

  @Test
  void timeLevelPartMessage() {
    assertEquals(
        "TIME INFO condense - begin 3 of 4",
        line("org.echodc.condense.Condensation", Level.INFO, null, "begin {} of {}", 3, 4));
    assertEquals(
        "TIME DEBUG device - x",
        line("org.echodc.device.cuda.driver.Kernel", Level.DEBUG, null, "x"));
    assertEquals("TIME WARN org.jcuda - x", line("org.jcuda", Level.WARN, null, "x"));
  }

  @Test
  void anEventIsOneLineWhateverItQuotes() {
    assertEquals(
        "TIME WARN data - no such file a [2J b",
        line("org.echodc.data.X", Level.WARN, null, "no such file {}", "a\n \u001b[2J\r\n\tb"));
  }

  @Test
  void aFailureIsOnTheLine() {
    assertEquals(
        "TIME WARN report - left (java.io.IOException: no space)",
        line("org.echodc.report.X", Level.WARN, new IOException("no space"), "left"));
  }
}
