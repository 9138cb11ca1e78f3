package org.echodc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.echodc.benchmarks.results.Measurement;
import org.echodc.benchmarks.results.Results;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every benchmark once, small, and in this process where that is possible. */
class EveryBenchmarkTest {
  private static final List<String> SMALL = List.of("-wi 0 -i 1 -r 1ms -v SILENT".split(" "));

  private static final String SMALL_RATES = "-p side=128 -p mebibytes=1";
  private static final String SMALL_BLOCKS = "-p width=8 -p batch=3 -p input=6x8";

  private static final String SMALL_CONVOLUTIONS = "-p convolution=6x3x5x3x2";

  private static final String IN_PROCESS = "0";

  /** As usual; and JMH would keep the state of a refused trial in this process. */
  private static final String FORKED = "1";

  @TempDir Path folder;

  /** Its times mean nothing, so it may run beside a measurement. */
  @BeforeAll
  static void runBesideOthers() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  private Results run(String forks, String line, String... more) throws IOException {
    Path json = folder.resolve("results.json");
    List<String> arguments = new ArrayList<>(SMALL);
    arguments.addAll(List.of("-f", forks, "--json", json.toString()));
    arguments.addAll(List.of(line.split(" ")));
    arguments.addAll(List.of(more));
    assertEquals(0, BenchMain.execute(arguments.toArray(String[]::new)));
    return Results.read(json);
  }

  private static Set<String> names(List<Measurement> measurements) {
    return measurements.stream()
        .map(Measurement::benchmark)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void onTheCpu() throws IOException {
    Path page = folder.resolve("page.html");
    Results results =
        run(
            IN_PROCESS,
            String.join(
                " ",
                SMALL_RATES,
                SMALL_BLOCKS,
                SMALL_CONVOLUTIONS,
                "-p device=cpu -p size=2x3x5x16"),
            "--report",
            page.toString());

    Set<String> expected =
        new TreeSet<>(
            List.of(
                "ConvBlockBenchmark.backward",
                "ConvBlockBenchmark.forward",
                "ConvolutionBenchmark.backwardInput",
                "ConvolutionBenchmark.backwardWeight",
                "ConvolutionBenchmark.forward",
                "EvaluationBenchmark.epoch",
                "EvaluationBenchmark.testSet",
                "ImageBenchmark.decode",
                "ImageBenchmark.decodeBackward",
                "ImageBenchmark.gather",
                "IterationBenchmark.iteration",
                "MachineRateBenchmark.matrixProduct",
                "MachineRateBenchmark.streamAdd",
                "MmdBenchmark.gradient",
                "MmdBenchmark.gradientAndLoss",
                "WatchingBenchmark.iteration"));
    assertEquals(expected, names(results.measurements()));
    for (Measurement m : results.measurements()) {
      assertTrue(isComplete(m), m.toString());
    }
    assertTrue(Files.readString(page).contains("data:image/png;base64,"));
  }

  @Test
  void ofOtherNetworks() throws IOException {
    Results results =
        run(
            IN_PROCESS,
            "Iteration|Evaluation -e MachineRate -p device=cpu -p network=lenet,mlp -p"
                + " image=32x32x3");
    assertEquals(2 * 3, results.measurements().size());
    for (Measurement m : results.measurements()) {
      assertTrue(Set.of("lenet", "mlp").contains(m.param("network")), m.toString());
      assertTrue(m.time().seconds() > 0 && m.rates().gflops() > 0, m.toString());
    }
  }

  private static boolean isComplete(Measurement m) {
    assertNotNull(m.device(), m.toString());
    return m.time().seconds() > 0
        && m.rates().gbs() > 0
        && m.rates().memoryShare() > 0
        && m.memory().device() > 0;
  }

  @Test
  void refusesWhatDoesNotFit() throws IOException {
    Results results =
        run(FORKED, "Mmd -e MachineRate -p size=1x2x900000x2 -p implementation=UNFUSED");
    assertEquals(2, results.measurements().size());
    for (Measurement m : results.measurements()) {
      assertTrue(m.refusal().startsWith("needs 6480.0 GB, "), m.toString());
      assertNull(m.failure());
    }
  }

  @Test
  void failsOnADeviceThatCannotStart() {
    String neverTogether = "-p device=cudnn -p precision=BF16";
    String line = "Mmd -e MachineRate -f 1 -wi 0 -i 1 -v SILENT -p size=1x1x1x1 " + neverTogether;
    assertEquals(1, BenchMain.execute(line.split(" ")));
  }

  @Test
  void onTheSimulatedGpu() throws IOException {
    Results results =
        run(
            IN_PROCESS,
            String.join(
                " ",
                "Mmd|Conv -p device=simulated -p size=1x3x5x16",
                SMALL_RATES,
                SMALL_BLOCKS,
                SMALL_CONVOLUTIONS));
    assertEquals(4 + 2 + 4 + 3, results.measurements().size());
    for (Measurement m : results.measurements()) {
      assertEquals("cuda (simulated)", m.deviceName());
      assertEquals("TF32", m.precision());
      assertTrue(isComplete(m), m.toString());
    }
  }
}
