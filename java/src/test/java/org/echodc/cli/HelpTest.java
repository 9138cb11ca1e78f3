package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.echodc.cli.terminal.Interruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** What {@code --help} says, of every command. */
class HelpTest {
  static Stream<CommandLine> commands() {
    CommandLine echodc = Main.commandLine(new Interruption());
    return Stream.concat(Stream.of(echodc), echodc.getSubcommands().values().stream());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theExamplesCanBeRun(CommandLine command) {
    List<String> examples =
        command
            .getUsageMessage()
            .lines()
            .dropWhile(line -> !line.equals("Examples:"))
            .filter(line -> line.contains("echodc "))
            .toList();
    assertFalse(examples.isEmpty(), command.getCommandName() + " has no example");
    for (String example : examples) {
      String arguments =
          example
              .replaceFirst(".*echodc ", "")
              .replaceFirst(" *>>.*|\\).*", ""); // what belongs to the shell
      assertTrue(
          command.getParent() == null || arguments.startsWith(command.getCommandName()), example);
      assertDoesNotThrow(
          () -> Main.commandLine(new Interruption()).parseArgs(arguments.split(" +")), example);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionIsDescribed(CommandLine command) {
    String usage = String.join(" ", command.getCommandSpec().usageMessage().description());
    assertFalse(usage.isBlank(), command.getCommandName());
    for (ArgSpec argument : command.getCommandSpec().args()) {
      assertTrue(
          Arrays.stream(argument.description()).anyMatch(line -> line.endsWith(".")),
          command.getCommandName() + " " + argument);
    }
  }

  @Test
  void theExitCodesAreListed() {
    StringWriter out = new StringWriter();
    Main.run(
        new Interruption(), new PrintWriter(out), new PrintWriter(new StringWriter()), "--help");
    for (String code : List.of("  0 ", "  1 ", "  2 ", "130 ", "143 ")) {
      assertTrue(
          out.toString().lines().anyMatch(line -> line.strip().startsWith(code.strip() + " ")),
          out::toString);
    }
  }
}
