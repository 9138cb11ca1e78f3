package org.echodc.cli.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.echodc.text.Text;

/**
 * Settings of a run from a YAML file: a mapping from names of options to values, without nesting.
 *
 * @param source the file, for messages
 * @param settings in the order of the file
 */
public record Recipe(String source, Map<String, Setting> settings) {
  private static final YAMLFactory YAML = new YAMLFactory();

  /**
   * The value of an option.
   *
   * @param value as it would be on the command line; of a list, joined by commas
   * @param location {@code file:line:column} of its name
   */
  public record Setting(String value, String location) {}

  /**
   * Reads the text of a recipe.
   *
   * @throws RecipeException if it is anything else
   */
  static Recipe parse(String source, byte[] yaml) {
    try (YAMLParser parser = YAML.createParser(yaml)) {
      return new Recipe(source, mapping(source, parser));
    } catch (JsonProcessingException e) {
      String problem =
          e.getOriginalMessage()
              .lines()
              .filter(line -> !line.startsWith(" ")) // quotations of the file are indented
              .collect(Collectors.joining(", "));
      throw new RecipeException(
          Text.format("%s: it is no YAML: %s", location(source, e.getLocation()), problem), e);
    } catch (IOException e) {
      throw new RecipeException(Text.format("%s: it is no YAML: %s", source, e.getMessage()), e);
    }
  }

  private static Map<String, Setting> mapping(String source, YAMLParser parser) throws IOException {
    Map<String, Setting> settings = new LinkedHashMap<>();
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw wrong(source, parser, "a recipe is a list of lines 'option: value'");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String location = location(source, parser.currentTokenLocation());
      if (settings.containsKey(name)) {
        throw new RecipeException(Text.format("%s: '%s' is there twice", location, name));
      }
      settings.put(name, new Setting(value(source, name, parser), location));
    }
    if (parser.nextToken() != null) {
      throw wrong(source, parser, "a recipe is a single YAML document");
    }
    return settings;
  }

  private static String value(String source, String name, YAMLParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      return scalar(source, name, parser);
    }
    List<String> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(scalar(source, name, parser));
    }
    return String.join(",", values);
  }

  private static String scalar(String source, String name, YAMLParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL || !token.isScalarValue() || parser.isCurrentAlias()) {
      throw wrong(source, parser, Text.format("'%s' takes a value, or a list of values", name));
    }
    return parser.getText();
  }

  private static RecipeException wrong(String source, YAMLParser parser, String what) {
    return new RecipeException(
        Text.format("%s: %s", location(source, parser.currentTokenLocation()), what));
  }

  private static String location(String source, JsonLocation location) {
    return location == null
        ? source
        : Text.format("%s:%d:%d", source, location.getLineNr(), location.getColumnNr());
  }
}
