package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exit codes that {@code --help} lists, of real processes. */
class ExitCodesTest {
  private static final int PATIENCE_SECONDS = 120;

  @TempDir private Path folder;

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    // a test that runs in the background of a shell has signals ignored, and hands that on
    command.addAll(List.of("env", "--default-signal=INT,HUP"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(out().toFile())
        .redirectError(err().toFile())
        .start();
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Path err() {
    return folder.resolve("err");
  }

  private static int exitCode(Process process) throws InterruptedException {
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still running");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void success() throws Exception {
    assertEquals(0, exitCode(start("--help")));
    assertTrue(Files.readString(out()).contains("Exit codes:"));
    assertEquals("", Files.readString(err()));
  }

  @Test
  void failure() throws Exception {
    assertEquals(1, exitCode(start("evaluate", folder.resolve("nowhere").toString())));
    assertEquals("", Files.readString(out()));
    assertTrue(Files.readString(err()).startsWith("echodc: " + folder.resolve("nowhere")));
  }

  @Test
  void wrongUsage() throws Exception {
    assertEquals(2, exitCode(start("condense", "--ipc", "none")));
    assertEquals("", Files.readString(out()));
    assertTrue(Files.readString(err()).contains("Try 'echodc condense --help'."));
  }

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "USR1, 138", "TERM, 143"})
  void endedBySignal(String signal, int code) throws Exception {
    Path run = folder.resolve("run");
    Process process =
        start("condense", "--width=8", "--real-batch=8", "--iterations=1000000", "--output=" + run);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(run.resolve("initial.png"))) { // then the iterations begin
      assertTrue(process.isAlive() && System.nanoTime() < deadline, Files.readString(err()));
      Thread.sleep(100);
    }
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();

    assertEquals(code, exitCode(process), () -> "see " + err());
    assertTrue(Files.readString(out()).startsWith("cancelled after "), Files.readString(out()));
    assertTrue(
        Files.readAllLines(err()).stream()
            .anyMatch(line -> line.contains("INFO cli - asked to end")),
        Files.readString(err()));
    assertTrue(Files.exists(run.resolve("condensed.npz")));
    assertTrue(Files.exists(run.resolve("checkpoint-0.bin")), "it can go on");
  }
}
