package org.echodc.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import org.slf4j.Logger;

/** Where the progress of a task is shown. */
public interface ProgressOutput {

  /** Least time between two lines that are shown. */
  Duration period();

  /**
   * The task has begun.
   *
   * @param line how far it has come, in words
   * @param share of the task that is done, from 0 to 1
   */
  void begin(String line, double share);

  /** The task has come further. */
  void show(String line, double share);

  /** The task has ended; nothing follows. */
  void end(String line, double share);

  /** A bar where somebody sees it and wants a log, else lines of the log. */
  static ProgressOutput of(PrintWriter err, Logger log) {
    return Logging.isTerminal() && log.isInfoEnabled() ? new Terminal(err) : new Log(log);
  }

  /** One line of a terminal, drawn again and again. */
  record Terminal(PrintWriter err) implements ProgressOutput {
    private static final int BAR = 20;

    /** Cuts a line at the edge of the terminal: one that wraps could not be drawn over. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    @Override
    public Duration period() {
      return Duration.ofMillis(250);
    }

    @Override
    public void begin(String line, double share) {
      show(line, share);
    }

    @Override
    public void show(String line, double share) {
      err.print(LogLines.CLEAR_LINE + NO_WRAP + line + " " + bar(share) + WRAP);
      err.flush();
    }

    @Override
    public void end(String line, double share) {
      show(line, share);
      err.println();
    }

    private static String bar(double share) {
      int full = (int) (BAR * share);
      String head = full > 0 && full < BAR ? "=".repeat(full - 1) + ">" : "=".repeat(full);
      return "[" + head + " ".repeat(BAR - full) + "]";
    }
  }

  /** A line of the log now and then; beginning and end of a task have lines of their own there. */
  record Log(Logger log) implements ProgressOutput {

    @Override
    public Duration period() {
      return Duration.ofSeconds(30);
    }

    @Override
    public void begin(String line, double share) {}

    @Override
    public void show(String line, double share) {
      log.info(line);
    }

    @Override
    public void end(String line, double share) {}
  }
}
