package org.echodc.cli.terminal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where log lines go and which are printed. Logback finds this class through {@code
 * META-INF/services} and asks it rather than configuration files, which a folder on the class path
 * could otherwise slip in.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final Path ERROR_STREAM = Path.of("/proc/self/fd/2");

  /** Before the command line has been read: warnings, to the process's own stderr. */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    begin(context, new PrintWriter(System.err, true), Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Prints from now on to a stream what happens at a level or above; what other libraries say only
   * if it is a warning at least.
   */
  public static void begin(PrintWriter err, Level level) {
    begin((LoggerContext) LoggerFactory.getILoggerFactory(), err, level);
  }

  private static void begin(LoggerContext context, PrintWriter err, Level level) {
    LogLines lines = new LogLines(err, isTerminal());
    lines.setContext(context);
    lines.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(lines);
    root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    context.getLogger("org.echodc").setLevel(level);
  }

  /** Whether somebody sees stderr at once: {@code System.console} tells of stdin and stdout. */
  static boolean isTerminal() {
    try {
      return Files.readSymbolicLink(ERROR_STREAM).toString().matches("/dev/(pts/|tty|console).*");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
