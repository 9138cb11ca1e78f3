package org.echodc.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.echodc.cli.ChildProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java started without the script, in a locale of ASCII. */
class CharacterSetTest {

  /** Appends a name that is not ASCII to a command; written so that any locale can say it. */
  private static final String WITH_A_NAME = "exec \"$@\" \"$(printf '\\303\\234bung')\"";

  @TempDir private Path folder;

  private String fail(String line, int expected) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", "-c", WITH_A_NAME, "sh"));
    ProcessBuilder builder = ChildProgram.with(List.of(line.split(" ")));
    command.addAll(builder.command());
    builder.command(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "POSIX");
    Process process = builder.start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(expected, process.waitFor(), output);
    return output;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "condense --output",
        "condense --data folder --data-dir",
        "condense --recipe",
        "evaluate"
      })
  void theLocaleIsNamed(String line) throws Exception {
    String output = fail(line, 2);
    assertTrue(output.contains("here ANSI_X3.4-1968; set LC_ALL=C.UTF-8"), output);
  }

  @Test
  void aMissingFileHasNothingToDoWithIt() throws Exception {
    Files.createDirectory(folder.resolve("empty"));
    String output = fail("export empty --stored --format", 2);
    assertTrue(!output.contains("LC_ALL"), output);
  }
}
