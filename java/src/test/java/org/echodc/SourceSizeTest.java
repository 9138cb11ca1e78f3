package org.echodc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A class of more than some pages does more than one thing, and so does a package of more than some
 * classes.
 */
class SourceSizeTest {
  private static final int LINES = 300;
  private static final int FILES = 20;

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

  @ParameterizedTest
  @CsvSource({"src/main/java, 15", "src/test/java, 15", "../benchmarks/src, 3"})
  void noPackageIsLarge(Path sources, int leastFolders) throws IOException {
    Map<Path, Integer> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(sources)) {
      paths
          .filter(path -> path.toString().endsWith(".java"))
          .forEach(file -> files.merge(file.getParent(), 1, Integer::sum));
    }
    assertTrue(files.size() > leastFolders, "packages found: " + files.keySet());
    files.values().removeIf(count -> count <= FILES);
    assertEquals(Map.of(), files);
  }
}
