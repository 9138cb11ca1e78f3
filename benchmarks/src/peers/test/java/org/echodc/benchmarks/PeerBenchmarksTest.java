package org.echodc.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.echodc.benchmarks.results.Measurement;
import org.echodc.benchmarks.results.Results;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks of whole networks on PyTorch, in all their ways. */
class PeerBenchmarksTest {
  private static final String ONCE = "-e MachineRate -wi 0 -i 1 -bm ss -v SILENT";

  @TempDir Path folder;

  /** Its times mean nothing, so it may run beside a measurement. */
  @BeforeAll
  static void runBesideOthers() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  private Results run(String line) throws IOException {
    Path json = folder.resolve("results.json");
    List<String> arguments = new ArrayList<>(List.of(ONCE.split(" ")));
    arguments.addAll(List.of("--json", json.toString()));
    arguments.addAll(List.of(line.split(" ")));
    assertEquals(0, BenchMain.execute(arguments.toArray(String[]::new)));
    return Results.read(json);
  }

  @Test
  void goEveryWay() throws IOException {
    Results iterations =
        run(
            "[.]TorchIteration -f 0 -p network=lenet -p classes=EACH,BATCHED"
                + " -p format=CONTIGUOUS,CHANNELS_LAST -p precision=FP32,BF16");
    assertEquals(2 * 2 * 2, iterations.measurements().size());
    Results evaluations =
        run("[.]TorchEvaluation -f 0 -p network=lenet,convnet -p width=8 -p image=16x16x3");
    assertEquals(2 * 2, evaluations.measurements().size());
    iterations.measurements().forEach(PeerBenchmarksTest::requireTime);
    evaluations.measurements().forEach(PeerBenchmarksTest::requireTime);
  }

  private static void requireTime(Measurement m) {
    assertTrue(m.isMeasured() && m.time().seconds() > 0, m.toString());
    assertTrue(m.rates().gflops() > 0, m.toString());
  }

  /** JMH would keep the state of a refused trial in this process. */
  @Test
  void refuseWhatNeedsTooMuchMemory() throws IOException {
    Results results =
        run(
            "[.]TorchIteration -f 1 -p network=lenet -p classes=BATCHED"
                + " -jvmArgsPrepend -Dechodc.bench.peerBytes=1000000");
    assertEquals(1, results.measurements().size());
    String refusal = results.measurements().get(0).refusal();
    assertTrue(refusal.matches("needs [0-9.]+ GB, 0.0 GB may be used"), refusal);
  }
}
