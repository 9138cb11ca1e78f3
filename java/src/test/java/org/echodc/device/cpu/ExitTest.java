package org.echodc.device.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process may end while the device computes; without {@code ExitGate} it crashes then. */
class ExitTest {
  private static final int EXITS = Integer.getInteger("echodc.exits", 5);

  @TempDir private Path folder;

  @Test
  void aProcessThatComputesEndsInOrder() throws IOException, InterruptedException {
    for (int i = 1; i <= EXITS; i++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  ExitingProgram.class.getName())
              .directory(folder.toFile()) // where Java reports a crash
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes());
      assertEquals(ExitingProgram.EXIT_CODE, process.waitFor(), "exit " + i + ": " + output);
    }
    assertEquals(List.of(), contents(), "no report of a crash");
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
