package org.echodc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A file's name alone says which file is meant: in an {@code #include}, in a stack trace, in an
 * editor's tab. So no two sources of one tree have the same, but for those that tools name.
 */
class SourceNameTest {
  private static final List<String> NAMED_BY_TOOLS =
      List.of("CMakeLists.txt", "README.md", "package-info.java");

  /** The least number of files shows that the walk was in the right place. */
  @ParameterizedTest
  @CsvSource({
    "../native, 200",
    "src/main/java, 300",
    "src/test/java, 150",
    "../benchmarks/src, 40"
  })
  void noTwoSourcesHaveTheSameName(Path sources, int leastFiles) throws IOException {
    Map<String, List<Path>> byName;
    try (Stream<Path> paths = Files.walk(sources)) {
      byName =
          paths
              .filter(Files::isRegularFile)
              .collect(
                  Collectors.groupingBy(
                      file -> file.getFileName().toString(), TreeMap::new, Collectors.toList()));
    }
    assertTrue(byName.size() > leastFiles, "only " + byName.size() + " names in " + sources);
    byName.keySet().removeAll(NAMED_BY_TOOLS);
    byName.values().removeIf(files -> files.size() == 1);
    assertEquals(Map.of(), byName);
  }
}
