package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What two runs that should have the same results left. */
final class RunResults {
  private RunResults() {}

  /** Holds images, losses and accuracies of a complete run to those of another, bit for bit. */
  static void assertSame(Path expected, Path actual) throws IOException {
    for (String file : List.of("initial.npz", "condensed.npz", "condensed.png")) {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve(file)),
          Files.readAllBytes(actual.resolve(file)),
          file);
    }
    assertEquals(losses(expected), losses(actual));
    JsonNode expectedSummary = summary(expected);
    JsonNode summary = summary(actual);
    assertEquals("complete", summary.get("status").asText());
    for (String entry : List.of("accuracy", "iterations", "failure")) {
      assertEquals(expectedSummary.get(entry), summary.get(entry), entry);
    }
    assertEquals(files(expected), files(actual));
  }

  static JsonNode summary(Path run) throws IOException {
    return new ObjectMapper().readTree(run.resolve("summary.json").toFile());
  }

  /**
   * The metrics without their times and without the phases, which begin again where a run goes on;
   * so does the end of an evaluation, which is noted twice.
   */
  private static List<String> losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .filter(line -> !line.matches("\\{\"event\":\"(begin|end)\".*"))
        .map(line -> line.replaceFirst("\"seconds\":[0-9.E-]+,", ""))
        .distinct()
        .toList();
  }

  private static List<String> files(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".partial")) // of a process that was killed
          .sorted()
          .toList();
    }
  }
}
