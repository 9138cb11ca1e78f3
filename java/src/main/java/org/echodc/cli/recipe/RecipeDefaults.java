package org.echodc.cli.recipe;

import java.util.List;
import java.util.Optional;
import org.echodc.cli.recipe.Recipe.Setting;
import org.echodc.text.Text;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Makes the settings of a recipe the defaults of a command's options: what is on the command line
 * goes before them, and the checks of their values are the same.
 */
public final class RecipeDefaults implements IDefaultValueProvider {
  private final Recipe recipe;

  private RecipeDefaults(Recipe recipe) {
    this.recipe = recipe;
  }

  /**
   * Gives a command the defaults of a recipe.
   *
   * @throws RecipeException if the recipe sets what is no option, or gives a list where one value
   *     is wanted
   */
  static void apply(Recipe recipe, CommandLine command) {
    List<String> known = keys(command.getCommandSpec());
    recipe
        .settings()
        .forEach(
            (name, setting) -> {
              if (!known.contains(name)) {
                throw new RecipeException(
                    Text.format(
                        "%s: unknown setting '%s'; %s",
                        setting.location(), name, Suggestion.among(known, name)));
              }
            });
    command.setDefaultValueProvider(new RecipeDefaults(recipe));
  }

  /** Settings that a recipe for the command may have: the names of its {@link RecipeOptions}. */
  public static List<String> keys(CommandSpec command) {
    return options(command).stream().map(RecipeDefaults::key).sorted().toList();
  }

  /** The options of a command that a recipe may set. */
  public static List<OptionSpec> options(CommandSpec command) {
    return command.mixins().values().stream()
        .filter(mixin -> mixin.userObject() instanceof RecipeOptions)
        .flatMap(mixin -> mixin.options().stream())
        .toList();
  }

  /** Name of an option without dashes. */
  static String key(OptionSpec option) {
    return option.longestName().substring(2);
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    return setting(argument).map(Setting::value).orElse(null);
  }

  private Optional<Setting> setting(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? Optional.ofNullable(recipe.settings().get(key(option)))
        : Optional.empty();
  }

  /** Where in a recipe the wrong value of an option is, if it comes from there. */
  public static Optional<String> locate(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    ArgSpec argument = exception.getArgSpec();
    if (!(command.getDefaultValueProvider() instanceof RecipeDefaults defaults)
        || argument == null
        || command.getParseResult() != null
            && command.getParseResult().matchedArgs().contains(argument)) {
      return Optional.empty();
    }
    String wrong = exception.getValue();
    return defaults
        .setting(argument)
        .filter(setting -> wrong == null || wrong.equals(setting.value()))
        .map(Setting::location);
  }
}
