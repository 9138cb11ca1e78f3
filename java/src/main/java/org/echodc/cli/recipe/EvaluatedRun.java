package org.echodc.cli.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.echodc.report.run.RunDirectory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Looks through a command line for the run that {@code echodc evaluate} reads: its data set and its
 * network are the command's defaults, as a recipe's settings are those of {@code condense}.
 */
public final class EvaluatedRun {
  public static final String COMMAND = "evaluate";
  private static final String DATA = "data";

  /** Settings of the run that are defaults; how to train is the command's own. */
  private static final Set<String> NETWORK = Set.of("network", "width", "depth");

  /** Those that belong to the run's data set, and to no other. */
  private static final Set<String> DATASET = Set.of(DATA, "data-dir", "image-size");

  private EvaluatedRun() {}

  /**
   * Gives the command the defaults of the run that its arguments name. What is wrong with the
   * arguments themselves is left for the command to report.
   *
   * @param command that will be executed
   * @param parser another of the program's command lines
   * @throws RecipeException if the run's recipe is wrong
   * @throws org.echodc.report.ReportException if there is no run, or its recipe cannot be read
   */
  public static void applyTo(CommandLine command, CommandLine parser, String... arguments) {
    ParseResult given;
    try {
      given = parser.parseArgs(arguments).subcommand();
    } catch (ParameterException e) {
      return;
    }
    if (given == null || !given.commandSpec().name().equals(COMMAND)) {
      return;
    }
    Path run = given.matchedPositionalValue(0, null);
    if (run == null) { // help is asked for
      return;
    }
    Path recipe = RunDirectory.open(run).recipe().path();
    if (Files.exists(recipe)) {
      RecipeDefaults.apply(defaults(RecipeCatalog.read(recipe), given), command);
    }
  }

  private static Recipe defaults(Recipe recipe, ParseResult given) {
    Recipe.Setting own = recipe.settings().get(DATA);
    boolean sameData =
        own != null && own.value().equals(given.matchedOptionValue("--data", own.value()));
    Map<String, Recipe.Setting> settings = new LinkedHashMap<>(recipe.settings());
    settings
        .keySet()
        .removeIf(key -> !NETWORK.contains(key) && !(sameData && DATASET.contains(key)));
    return new Recipe(recipe.source(), settings);
  }
}
