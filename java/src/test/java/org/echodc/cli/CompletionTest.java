package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.echodc.cli.terminal.Interruption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of {@code echodc completion}, sourced by a real bash. */
class CompletionTest {

  /** Asks bash for the function that it would call at the Tab key, and calls it likewise. */
  private static final String COMPLETE =
      """
      set -e
      compopt() { :; } # works only where bash itself calls the function
      source "$1"
      shift
      specification=$(complete -p echodc)
      function=$(sed 's/.*-F \\([^ ]*\\).*/\\1/' <<<"$specification")
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      COMP_LINE="$*"
      COMP_POINT=${#COMP_LINE}
      $function echodc "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" || true
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void writeScript() throws IOException {
    StringWriter out = new StringWriter();
    PrintWriter err = new PrintWriter(new StringWriter());
    assertEquals(0, Main.run(new Interruption(), new PrintWriter(out), err, "completion"));
    script = Files.writeString(folder.resolve("completion.bash"), out.toString());
  }

  private Set<String> complete(String... words) throws IOException, InterruptedException {
    String[] command = new String[words.length + 5];
    System.arraycopy(new String[] {"bash", "-c", COMPLETE, "bash"}, 0, command, 0, 4);
    command[4] = script.toString();
    System.arraycopy(words, 0, command, 5, words.length);
    Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), output);
    Set<String> proposals = new TreeSet<>();
    output.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(proposals::add);
    return proposals;
  }

  @Test
  void commands() throws Exception {
    assertTrue(
        complete("echodc", "").containsAll(Set.of("condense", "evaluate", "export", "doctor")));
    assertEquals(Set.of("export"), complete("echodc", "exp"));
  }

  @Test
  void optionsOfACommand() throws Exception {
    assertEquals(Set.of("--objective"), complete("echodc", "condense", "--obj"));
    assertEquals(Set.of("--stored"), complete("echodc", "export", "runs/one", "--sto"));
    assertEquals(Set.of(), complete("echodc", "export", "--obj"));
  }

  @Test
  void valuesAsTheHelpWritesThem() throws Exception {
    assertEquals(Set.of("npz", "png", "idx"), complete("echodc", "export", "--format", ""));
    assertEquals(Set.of("gaussian"), complete("echodc", "condense", "--kernel", "g"));
    assertEquals(
        Set.of("fashion-mnist", "fashion-mnist-mini"),
        complete("echodc", "condense", "--data", "fash"));
    assertEquals(Set.of("cpu", "cuda", "cudnn"), complete("echodc", "doctor", "--device", "c"));
    assertEquals(Set.of("random"), complete("echodc", "condense", "--evaluate", "ra"));
  }
}
