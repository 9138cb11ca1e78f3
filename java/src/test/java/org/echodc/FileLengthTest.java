package org.echodc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A class that needs more than some pages does more than one thing. */
class FileLengthTest {
  private static final int LINES = 300;

  /** The least number of files shows that the walk was in the right place. */
  @ParameterizedTest
  @CsvSource({"src/main/java, 150", "src/test/java, 100", "../benchmarks/src, 10"})
  void noSourceFileIsLong(Path sources, int leastFiles) throws IOException {
    List<String> found = new ArrayList<>();
    int files = 0;
    try (Stream<Path> paths = Files.walk(sources)) {
      for (Path file : paths.filter(path -> path.toString().endsWith(".java")).toList()) {
        files++;
        int lines = Files.readAllLines(file).size();
        if (lines > LINES) {
          found.add(file + ": " + lines + " lines");
        }
      }
    }
    assertTrue(files > leastFiles, "only " + files + " source files found in " + sources);
    assertEquals(List.of(), found);
  }
}
