package org.echodc.cli;

import java.io.PrintWriter;
import org.echodc.device.operation.AugmentationPolicy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program {@code echodc}. Exit codes: 0 success, 1 failure, 2 wrong usage, 130 Ctrl-C. */
@Command(
    name = "echodc",
    description = "Condenses image data sets by matching distributions of network features.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {CondenseCommand.class, EvaluateCommand.class})
public final class Main {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print stack traces of failures.")
  private boolean verbose;

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Interruption interruption = new Interruption();
    interruption.install();
    int code = run(interruption, arguments);
    interruption.finished();
    System.exit(code);
  }

  /** Runs the command line. */
  static int run(Interruption interruption, String... arguments) {
    return commandLine(interruption).execute(arguments);
  }

  private static CommandLine commandLine(Interruption interruption) {
    Main main = new Main();
    CommandLine line = new CommandLine(main, new Commands(interruption));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(AugmentationPolicy.class, AugmentationPolicy::parse);
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> main.report(exception, command.getErr()));
    return line;
  }

  /** Makes the commands, giving them what they share. */
  private record Commands(Interruption interruption) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == CondenseCommand.class) {
        return type.cast(new CondenseCommand(interruption));
      }
      if (type == EvaluateCommand.class) {
        return type.cast(new EvaluateCommand(interruption));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }

  private int report(Exception exception, PrintWriter err) {
    String message = exception.getMessage() == null ? exception.toString() : exception.getMessage();
    err.println("echodc: " + message);
    if (verbose) {
      exception.printStackTrace(err);
    }
    return exception instanceof IllegalArgumentException ? USAGE : FAILURE;
  }

  /** The version that Maven wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"echodc " + number()};
    }

    static String number() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "(not packaged)" : version;
    }
  }
}
