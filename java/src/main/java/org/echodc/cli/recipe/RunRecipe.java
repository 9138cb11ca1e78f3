package org.echodc.cli.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.echodc.report.run.RunDirectory;
import org.echodc.text.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The recipe that repeats a run: its settings as they took effect. */
public final class RunRecipe {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(Feature.MINIMIZE_QUOTES)
              .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(Feature.WRITE_DOC_START_MARKER)
              .build());
  private static final String HEADING =
      "# The settings of this run; 'echodc condense --recipe FILE' repeats it.\n";

  private RunRecipe() {}

  /**
   * Writes the settings of a command that has been parsed.
   *
   * @param effective settings whose defaults depend on others, by name; they go before the options
   */
  public static byte[] yaml(CommandSpec command, Map<String, Object> effective) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (OptionSpec option : RecipeDefaults.options(command)) {
      String key = RecipeDefaults.key(option);
      Object value = effective.getOrDefault(key, option.getValue());
      if (value != null) {
        settings.put(key, plain(value));
      }
    }
    try {
      return (HEADING + YAML.writeValueAsString(settings)).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(settings + " cannot be written as YAML", e);
    }
  }

  /**
   * How many iterations a run was to have.
   *
   * @throws RecipeException if its recipe does not say
   * @throws org.echodc.report.ReportException if it cannot be read
   */
  public static int iterations(RunDirectory run) {
    Recipe.Setting setting = RecipeCatalog.read(run.recipe().path()).settings().get("iterations");
    if (setting == null) {
      throw new RecipeException(run.recipe().path() + ": it has no 'iterations'");
    }
    try {
      return Integer.parseInt(setting.value());
    } catch (NumberFormatException e) {
      throw new RecipeException(
          Text.format("%s: 'iterations' is no number: %s", setting.location(), setting.value()), e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Number || value instanceof Boolean || value instanceof Collection) {
      return value;
    }
    if (value instanceof Path path) {
      return path.toAbsolutePath().toString();
    }
    return value instanceof Enum<?> kind ? kind.name().toLowerCase(Locale.ROOT) : value.toString();
  }
}
