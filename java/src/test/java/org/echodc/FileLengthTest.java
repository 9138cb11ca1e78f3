package org.echodc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class that needs more than some pages does more than one thing. */
class FileLengthTest {
  private static final int LINES = 300;
  private static final Path SOURCES = Path.of("src/main/java/org/echodc");

  /** Longer ones from before this was a rule, which are to be divided. */
  private static final Set<Path> LONG = Set.of(SOURCES.resolve("device/cuda/CudaContext.java"));

  @Test
  void noSourceFileIsLong() throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    try (Stream<Path> paths = Files.walk(SOURCES)) {
      for (Path file : paths.filter(FileLengthTest::isHeld).toList()) {
        files++;
        int lines = Files.readAllLines(file).size();
        if (lines > LINES) {
          found.add(file + ": " + lines + " lines");
        }
      }
    }
    assertTrue(files > 150, "only " + files + " source files found");
    assertEquals(List.of(), found);
  }

  private static boolean isHeld(Path path) {
    return path.toString().endsWith(".java") && !LONG.contains(path);
  }
}
