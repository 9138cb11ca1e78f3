package org.echodc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

  private static BenchOptions parse(String line) {
    return BenchOptions.parse(List.of(line.split(" ")));
  }

  @Test
  void leavesJmhItsOptions() {
    BenchOptions options = parse("Mmd -f 1 -prof gc --json out.json -rf json -rff jmh.json");
    assertEquals(
        List.of("Mmd", "-f", "1", "-prof", "gc", "-rf", "json", "-rff", "jmh.json"), options.jmh());
    assertEquals(Optional.of(Path.of("out.json")), options.json());
    assertEquals(Optional.empty(), options.report());
  }

  @Test
  void writesThePageWhereItIsTold() {
    assertEquals(Optional.of(Path.of("a/b.html")), parse("--report a/b.html Mmd").report());
    BenchOptions unnamed = parse("--report Mmd");
    assertEquals(Optional.of(Path.of("bench-report.html")), unnamed.report());
    assertEquals(List.of("Mmd"), unnamed.jmh());
  }

  @Test
  void makesThePageOfEarlierResultsBesideThem() {
    BenchOptions options = parse("--report results/run.json other.json");
    assertEquals(List.of(Path.of("results/run.json"), Path.of("other.json")), options.reported());
    assertEquals(Optional.of(Path.of("results/run.html")), options.report());
    assertTrue(options.jmh().isEmpty());

    BenchOptions named = parse("--report page.html run.json");
    assertEquals(List.of(Path.of("run.json")), named.reported());
    assertEquals(Optional.of(Path.of("page.html")), named.report());
  }

  @Test
  void wantsAFileForJson() {
    assertThrows(IllegalArgumentException.class, () -> parse("Mmd --json"));
  }
}
