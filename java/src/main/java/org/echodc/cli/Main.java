package org.echodc.cli;

import java.io.PrintWriter;
import org.echodc.device.operation.AugmentationPolicy;
import org.echodc.report.ReportException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code echodc}. Exit codes: 0 success, 1 failure, 2 wrong usage, 130 Ctrl-C. */
@Command(
    name = "echodc",
    description = "Condenses image data sets by matching distributions of network features.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      CondenseCommand.class,
      EvaluateCommand.class,
      RecipesCommand.class,
      DoctorCommand.class
    })
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
    int code =
        run(
            interruption,
            new PrintWriter(System.out, true),
            new PrintWriter(System.err, true),
            arguments);
    interruption.finished();
    System.exit(code);
  }

  /** Runs the command line. */
  static int run(Interruption interruption, PrintWriter out, PrintWriter err, String... arguments) {
    Main main = new Main();
    CommandLine command =
        new CommandLine(main, new Commands(interruption))
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(AugmentationPolicy.class, Main::parsePolicy)
            .setParameterExceptionHandler((exception, given) -> reportUsage(exception))
            .setExecutionExceptionHandler(
                (exception, failed, parsed) -> main.report(exception, failed.getErr()));
    try {
      RunSource.applyTo(command.getSubcommands().get("condense"), arguments);
    } catch (RecipeException | ReportException e) {
      return main.report(e, err);
    }
    return command.execute(arguments);
  }

  private static AugmentationPolicy parsePolicy(String text) {
    try {
      return AugmentationPolicy.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int reportUsage(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    String where = RecipeDefaults.locate(exception).map(place -> place + ": ").orElse("");
    command.getErr().println("echodc: " + where + exception.getMessage());
    UnmatchedArgumentException.printSuggestions(exception, command.getErr());
    command
        .getErr()
        .println("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
    return USAGE;
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
