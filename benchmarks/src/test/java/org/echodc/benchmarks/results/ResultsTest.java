package org.echodc.benchmarks.results;

import static org.echodc.benchmarks.results.ExampleResults.failed;
import static org.echodc.benchmarks.results.ExampleResults.machine;
import static org.echodc.benchmarks.results.ExampleResults.measured;
import static org.echodc.benchmarks.results.ExampleResults.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.echodc.device.DeviceInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final Map<String, String> FUSED =
      Map.of("implementation", "FUSED", "size", "1x2x3x4");
  private static final Map<String, String> UNFUSED =
      Map.of("implementation", "UNFUSED", "size", "1x2x3x4");

  @TempDir Path folder;

  private static Results results(Measurement... measurements) {
    return Results.of(machine(), List.of(measurements));
  }

  private static Measurement.Rates rates(Results results, int index) {
    return results.measurements().get(index).rates();
  }

  @Test
  void sharesAreOfTheBestRatesOfTheSameHardware() {
    DeviceInfo library = new DeviceInfo("cudnn", "a GPU", 1, Map.of());
    DeviceInfo own = new DeviceInfo("cuda", "a GPU", 1, Map.of());
    Results results =
        results(
            measured(own, MachineRates.PRODUCT, Map.of(), 1, 100.0, 1.0),
            measured(library, MachineRates.PRODUCT, Map.of(), 1, 400.0, 1.0),
            measured(own, MachineRates.MEMORY, Map.of(), 1, null, 50.0),
            measured(own, "A.a", Map.of(), 1, 200.0, 10.0),
            measured("A.a", Map.of(), 1, 200.0, 10.0));
    assertEquals(0.5, rates(results, 3).productShare());
    assertEquals(0.2, rates(results, 3).memoryShare());
    assertNull(rates(results, 4).productShare(), "other hardware has no rate");
  }

  @Test
  void aRefusalIsNoFailure() {
    assertFalse(results(refused("A.a", Map.of())).hasFailures());
    assertTrue(results(refused("A.a", Map.of()), failed("A.b")).hasFailures());
  }

  @Test
  void aFileHoldsEverything() throws IOException {
    Results before =
        results(measured("A.a", FUSED, 1, 2.0, null), refused("A.a", UNFUSED), failed("A.b"));
    Path file = folder.resolve("results.json");
    before.write(file);
    assertEquals(before, Results.read(file));
    assertEquals(List.of(before, before), Results.read(List.of(file, file)));
  }

  @Test
  void aFileOfJmhIsNamedAsTheWrongOne() throws IOException {
    Path file = Files.writeString(folder.resolve("jmh.json"), "[{\"jmhVersion\": \"1.37\"}]");
    IOException e = assertThrows(IOException.class, () -> Results.read(file));
    assertTrue(e.getMessage().contains("jmh.json does not hold results"), e.getMessage());
  }

  @Test
  void whatIsUnfusedOrAPeerStandsBesideTheFused() {
    List<Comparison> comparisons =
        Comparison.all(
            List.of(
                measured("MmdBenchmark.gradient", FUSED, 0.1, 1.0, 1.0),
                measured("MmdBenchmark.gradient", UNFUSED, 0.3, 1.0, 1.0),
                measured("TorchMmdBenchmark.gradient", Map.of("size", "1x2x3x4"), 0.5, 1.0, 1.0),
                measured("TorchMmdBenchmark.gradient", Map.of("size", "1x2x3x5"), 0.7, 1.0, 1.0),
                measured("MmdBenchmark.loss", UNFUSED, 0.9, 1.0, 1.0)));
    assertEquals(
        List.of("unfused", "PyTorch"), comparisons.stream().map(Comparison::otherName).toList());
    assertEquals(3, comparisons.get(0).ratio(), 1e-12);
    assertEquals(5, comparisons.get(1).ratio(), 1e-12);
  }

  @Test
  void theTableTellsRatesRefusalsFailuresAndRatios() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    MeasurementTable.print(
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        results(
            measured(MachineRates.PRODUCT, Map.of(), 1, 200.0, 1.0),
            measured("MmdBenchmark.gradient", FUSED, 0.0125, 150.0, 3.25),
            measured("MmdBenchmark.gradient", UNFUSED, 0.025, 75.0, 1.5),
            refused("MmdBenchmark.gradient", Map.of("size", "9x9x9x9")),
            failed("A.b")));
    String table = printed.toString(StandardCharsets.UTF_8);
    for (String part :
        List.of(
            "implementation=FUSED size=1x2x3x4    cpu FP32  12.5  1.25      150     75 %  3.25",
            "cpu FP32  needs 31.2 GB, 21.0 GB are there",
            "FAILED: the sum is wrong",
            "2.00 times as fast as unfused",
            "a <fast> processor, 2 threads, oneDNN 3.8.1")) {
      assertTrue(table.contains(part), table);
    }
  }
}
