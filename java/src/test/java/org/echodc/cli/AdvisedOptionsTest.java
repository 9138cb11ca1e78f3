package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echodc.cli.terminal.Interruption;
import org.echodc.failure.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Every option that a message of the program names is one that a command has. */
class AdvisedOptionsTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern TEXT =
      Pattern.compile("\"\"\"(?s:.*?)\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z0-9-]*");

  private static Set<String> options(CommandLine command) {
    Set<String> names =
        command.getCommandSpec().options().stream()
            .flatMap(option -> Stream.of(option.names()))
            .collect(Collectors.toCollection(TreeSet::new));
    command.getSubcommands().values().stream()
        .map(AdvisedOptionsTest::options)
        .forEach(names::addAll);
    return names;
  }

  private static Set<String> namedIn(String text) {
    return OPTION
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Options in the texts of a source file. */
  private static Set<String> namedBy(Path source) throws IOException {
    return TEXT.matcher(Files.readString(source))
        .results()
        .map(text -> namedIn(text.group()))
        .flatMap(Collection::stream)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  @Test
  void exist() throws IOException {
    Set<String> known = options(Main.commandLine(new Interruption()));
    Set<String> named = new TreeSet<>();
    Map<Path, Set<String>> unknown = new TreeMap<>();
    for (Path source : sources()) {
      Set<String> options = namedBy(source);
      named.addAll(options);
      options.removeAll(known);
      if (!options.isEmpty()) {
        unknown.put(source, options);
      }
    }
    assertEquals(Map.of(), unknown);
    assertTrue(
        named.containsAll(List.of("--data-dir", "--real-batch", "--synthetic-batch")),
        named::toString);
  }

  /** A library names causes; options are the command line's. */
  @Test
  void areNamedByTheCommandLineAlone() throws IOException {
    Path commandLine = SOURCES.resolve("org/echodc/cli");
    Map<Path, Set<String>> elsewhere = new TreeMap<>();
    for (Path source : sources()) {
      Set<String> options = namedBy(source);
      if (!source.startsWith(commandLine) && !options.isEmpty()) {
        elsewhere.put(source, options);
      }
    }
    assertEquals(Map.of(), elsewhere);
  }

  @ParameterizedTest
  @EnumSource
  void areNamedForEveryCause(Cause cause) {
    assertFalse(namedIn(Advice.on(cause)).isEmpty(), () -> cause + ": " + Advice.on(cause));
  }
}
