package org.echodc.cli.terminal;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.echodc.cli.Main;

/** The program without a process of its own. */
public final class InThisProcess {
  private InThisProcess() {}

  /** Runs a command that nobody interrupts; its exit code. */
  public static int run(StringWriter out, StringWriter err, String... arguments) {
    return run(new Interruption(), out, err, arguments);
  }

  /** Runs a command; its exit code. */
  public static int run(
      Interruption interruption, StringWriter out, StringWriter err, String... arguments) {
    return Main.run(
        interruption, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
