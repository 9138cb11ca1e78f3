package org.echodc.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.echodc.cli.terminal.Interruption;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code echodc completion}: a script that teaches a shell the commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description =
        "Prints a script with which bash and zsh complete commands, options and their values, for"
            + " this shell or, appended to a file such as ~/.bashrc, for all.",
    footerHeading = "%nExamples:%n",
    footer = {"  source <(echodc completion)", "  echodc completion >> ~/.bashrc"})
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine echodc = Main.commandLine(new Interruption());
    echodc.getSubcommands().values().forEach(command -> suit(command.getCommandSpec()));
    spec.commandLine().getOut().print(AutoComplete.bash(echodc.getCommandName(), echodc));
    spec.commandLine().getOut().flush();
    return 0;
  }

  /**
   * Proposes the values of enums as the help writes them, not as Java does; and labels every option
   * after its name, because picocli's script mixes up the values of options with one label.
   */
  private static void suit(CommandSpec command) {
    for (OptionSpec option : List.copyOf(command.options())) {
      Object[] constants = option.auxiliaryTypes()[0].getEnumConstants();
      Iterable<String> values =
          constants == null ? option.completionCandidates() : inLowerCase(constants);
      if (values != null) {
        command.remove(option);
        command.addOption(
            option.toBuilder()
                .paramLabel(option.longestName().replaceAll("\\W", ""))
                .completionCandidates(values)
                .build());
      }
    }
  }

  private static List<String> inLowerCase(Object[] values) {
    return Arrays.stream(values).map(value -> value.toString().toLowerCase(Locale.ROOT)).toList();
  }
}
