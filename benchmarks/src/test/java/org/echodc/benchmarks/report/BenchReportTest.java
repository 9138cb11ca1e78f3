package org.echodc.benchmarks.report;

import static org.echodc.benchmarks.results.ExampleResults.measured;
import static org.echodc.benchmarks.results.ExampleResults.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.echodc.benchmarks.results.ExampleResults;
import org.echodc.benchmarks.results.Machine;
import org.echodc.benchmarks.results.Measurement;
import org.echodc.benchmarks.results.Results;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
  @TempDir Path folder;

  private String page(Measurement... measurements) throws IOException {
    Path file = folder.resolve("page.html");
    HtmlReport.write(List.of(Results.of(ExampleResults.machine(), List.of(measurements))), file);
    return Files.readString(file);
  }

  private static Measurement mmd(String implementation, String size, double seconds) {
    return measured(
        "MmdBenchmark.gradient",
        Map.of("implementation", implementation, "size", size),
        seconds,
        50.0,
        2.0);
  }

  @Test
  void showsTimeMemoryAndRoofline() throws IOException {
    String page =
        page(
            measured("MachineRateBenchmark.matrixProduct", Map.of(), 1, 100.0, 1.0),
            measured("MachineRateBenchmark.streamAdd", Map.of(), 1, null, 20.0),
            mmd("FUSED", "1x10x20x30", 1e-3),
            mmd("FUSED", "1x100x200x30", 1e-2),
            mmd("UNFUSED", "1x10x20x30", 2e-3),
            refused(
                "MmdBenchmark.gradient",
                Map.of("implementation", "UNFUSED", "size", "1x100x200x30")));
    assertEquals(3, page.split("data:image/png;base64,", -1).length - 1, "images");
    assertTrue(page.contains("2.00&times;"), page);
    assertTrue(page.contains("needs 31.2 GB, 21.0 GB are there"));
    assertTrue(page.contains("a &lt;fast&gt; processor"));
    assertFalse(page.contains("http"), "the page needs nothing from elsewhere");
  }

  @Test
  void everyRunIsNamedAndComparedWithinItself() throws IOException {
    Path file = folder.resolve("page.html");
    Machine machine = ExampleResults.machine();
    Machine later = new Machine("later", machine.system(), machine.jvm(), 2, "Mmd -f 2");
    Measurement unfused = mmd("UNFUSED", "1x10x20x30", 8e-3);
    HtmlReport.write(
        List.of(
            Results.of(machine, List.of(mmd("FUSED", "1x10x20x30", 1e-3))),
            Results.of(later, List.of(mmd("FUSED", "1x10x20x30", 2e-3), unfused))),
        file);
    String page = Files.readString(file);
    assertTrue(page.contains("echodc bench " + machine.command()), page);
    assertTrue(page.contains("later, echodc bench Mmd -f 2"), page);
    assertTrue(page.contains("4.00&times;"), page);
    assertFalse(page.contains("8.00&times;"), "the first run has no unfused one");
    assertEquals(1, page.split("<dt>system</dt>", -1).length - 1, "both ran on one");
  }

  @Test
  void leavesOutWhatWasNotMeasured() throws IOException {
    String page = page(measured("ImageBenchmark.decode", Map.of(), 1e-4, null, 4.0));
    assertFalse(page.contains("<img"));
    assertFalse(page.contains("Side by side"));
    assertTrue(page.contains("100 us"));
  }
}
