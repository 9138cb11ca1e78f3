package org.echodc.cli.terminal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.echodc.text.Text;

/**
 * Prints every event as one line, such as {@code 20:31:05 INFO condense - ECHO: 100 iterations}:
 * local time, level, the part of the program, message. Line breaks and other control characters of
 * a message become spaces, so that whatever a file was called, an event is one line.
 */
final class LogLines extends AppenderBase<ILoggingEvent> {
  private static final String PROGRAM = "org.echodc.";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  /** To the first column, and erase what a progress bar has drawn there; it draws itself again. */
  static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final String prefix;

  /**
   * Prints to a stream.
   *
   * @param terminal whether a progress bar may be in the line
   */
  LogLines(PrintWriter err, boolean terminal) {
    this.err = err;
    prefix = terminal ? CLEAR_LINE : "";
  }

  @Override
  protected void append(ILoggingEvent event) {
    err.println(prefix + line(event));
    err.flush();
  }

  static String line(ILoggingEvent event) {
    IThrowableProxy failure = event.getThrowableProxy();
    String message =
        failure == null
            ? event.getFormattedMessage()
            : Text.format(
                "%s (%s: %s)",
                event.getFormattedMessage(), failure.getClassName(), failure.getMessage());
    return Text.format(
        "%s %s %s - %s",
        TIME.format(Instant.ofEpochMilli(event.getTimeStamp())),
        event.getLevel(),
        part(event.getLoggerName()),
        message.replaceAll("\\p{Cntrl}[\\p{Cntrl} ]*", " "));
  }

  /** The room in ECHO, such as {@code device}; of other programs the whole name. */
  private static String part(String logger) {
    return logger.startsWith(PROGRAM)
        ? logger.substring(PROGRAM.length()).split("\\.", 2)[0]
        : logger;
  }
}
