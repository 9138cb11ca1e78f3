package org.echodc.cli.recipe;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.echodc.cli.terminal.CharacterSet;
import org.echodc.report.run.RunDirectory;
import org.echodc.text.Text;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.Unmatched;

/**
 * Looks through a command line for the recipe or the run that its defaults come from. They must be
 * known before the command line is parsed, for that is when defaults take effect.
 */
@Command
public final class RunSource {
  public static final String RECIPE = "--recipe";
  public static final String RESUME = "--resume";

  @Option(names = RECIPE)
  private String recipe;

  @Option(names = RESUME)
  private Path run;

  @Unmatched private List<String> others;

  private RunSource() {}

  /** A path as it was typed; an empty one, such as of a variable without value, is a mistake. */
  public static Path parsePath(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("a path cannot be empty");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      String cure = CharacterSet.cureOf(e).map(line -> "\n" + line).orElse("");
      throw new TypeConversionException(Text.format("no file can be named '%s'%s", text, cure));
    }
  }

  /**
   * Gives a command the defaults that its arguments ask for. What is wrong with the arguments
   * themselves is left for the command to report.
   *
   * @throws RecipeException if the recipe is wrong
   * @throws org.echodc.report.ReportException if it cannot be read
   */
  public static void applyTo(CommandLine command, String... arguments) {
    RunSource source = new RunSource();
    try {
      new CommandLine(source)
          .registerConverter(Path.class, RunSource::parsePath)
          .parseArgs(arguments);
    } catch (ParameterException e) {
      return;
    }
    if (source.run != null) {
      RecipeDefaults.apply(
          RecipeCatalog.read(RunDirectory.resume(source.run).recipe().path()), command);
    } else if (source.recipe != null) {
      RecipeDefaults.apply(RecipeCatalog.open(source.recipe), command);
    }
  }
}
