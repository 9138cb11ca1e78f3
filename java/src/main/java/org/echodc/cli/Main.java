package org.echodc.cli;

import ch.qos.logback.classic.Level;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.echodc.cli.recipe.EvaluatedRun;
import org.echodc.cli.recipe.RecipeDefaults;
import org.echodc.cli.recipe.RecipeException;
import org.echodc.cli.recipe.RunSource;
import org.echodc.cli.terminal.CharacterSet;
import org.echodc.cli.terminal.Interruption;
import org.echodc.cli.terminal.Logging;
import org.echodc.environment.Version;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.report.ReportException;
import org.echodc.text.Text;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code echodc}. Results go to stdout; the log, progress and errors to stderr. */
@Command(
    name = "echodc",
    description = "Condenses image data sets by matching distributions of network features.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.ProgramVersion.class,
    subcommands = {
      CondenseCommand.class,
      EvaluateCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      RecipesCommand.class,
      NetworksCommand.class,
      ExportCommand.class,
      DoctorCommand.class,
      CompletionCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:Success.",
      "  1:Failure; stderr says what failed.",
      "  2:Wrong usage; nothing was done.",
      "130:Ended by Ctrl-C. What a run had reached is in its directory.",
      "138:Ended by SIGUSR1, which batch systems send before the time is over; as by Ctrl-C.",
      "143:Ended by SIGTERM, as by Ctrl-C."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  echodc condense", "  echodc condense --help", "  echodc --version"})
public final class Main {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;
  private static final int SIGNALLED = 128; // what shells add to the signal's number

  @Spec private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more, and print the stack trace of a failure.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print results and errors only: no log, no progress.")
  private boolean quiet;

  private Main() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // our own text never asks for it, that of libraries may
    Interruption interruption = new Interruption();
    interruption.install();
    interruption.onUserSignal(number -> System.exit(SIGNALLED + number));
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int code = FAILURE;
    try {
      code = run(interruption, out, err, arguments);
    } finally {
      interruption.finished(); // else the end of the process would wait for it
    }
    System.exit(code);
  }

  /** Runs the command line. */
  public static int run(
      Interruption interruption, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command = commandLine(interruption).setOut(out).setErr(err);
    try {
      RunSource.applyTo(command.getSubcommands().get("condense"), arguments);
      EvaluatedRun.applyTo(
          command.getSubcommands().get(EvaluatedRun.COMMAND), commandLine(interruption), arguments);
    } catch (RecipeException | ReportException | InvalidPathException e) {
      return command.<Main>getCommand().report(e);
    }
    return command.execute(arguments);
  }

  /** The commands and their options. */
  static CommandLine commandLine(Interruption interruption) {
    Main main = new Main();
    return new CommandLine(main, new Commands(interruption))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(AugmentationPolicy.class, Main::parsePolicy)
        .registerConverter(Path.class, RunSource::parsePath)
        .setParameterExceptionHandler((exception, given) -> reportUsage(exception))
        .setExecutionExceptionHandler((exception, command, parsed) -> main.report(exception))
        .setExecutionStrategy(main::execute);
  }

  private int execute(ParseResult parsed) {
    if (verbose && quiet) {
      throw new ParameterException(
          spec.commandLine(), "--verbose and --quiet exclude each other; give one of them");
    }
    Level usual = quiet ? Level.ERROR : Level.INFO;
    Logging.begin(spec.commandLine().getErr(), verbose ? Level.DEBUG : usual);
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      print(
          Text.format(
              "out of memory (%s); give Java more, such as ECHODC_JAVA_OPTS=-Xmx8g",
              e.getMessage()),
          e);
      return FAILURE;
    }
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
        .println(Text.format("Try '%s --help'.", command.getCommandSpec().qualifiedName()));
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

  private int report(Exception exception) {
    print(Advice.on(exception), exception);
    return exception instanceof IllegalArgumentException ? USAGE : FAILURE;
  }

  private void print(String message, Throwable failure) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("echodc: " + message);
    CharacterSet.cureOf(failure).ifPresent(err::println);
    if (verbose) {
      failure.printStackTrace(err);
    }
  }

  /** What {@code --version} prints. */
  static final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"echodc " + Version.number()};
    }
  }
}
