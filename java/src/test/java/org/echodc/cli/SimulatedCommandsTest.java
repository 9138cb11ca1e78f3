package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.echodc.cli.terminal.InThisProcess;
import org.echodc.device.comparison.Scenario;
import org.echodc.device.cuda.Simulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on the devices of a GPU, under the simulated driver. */
class SimulatedCommandsTest {
  private static final String TINY =
      "condense --width 8 --iterations 3 --real-batch 4 --ipc 1 --loss-every 1 --evaluate none";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private void run(String arguments, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments.split(" ")));
    all.addAll(Arrays.asList(more));
    assertEquals(0, exitCode(all), err::toString);
  }

  private int exitCode(List<String> arguments) {
    return InThisProcess.run(out, err, arguments.toArray(String[]::new));
  }

  private Path runFolder(String device) {
    return folder.resolve(device.strip().replace("--", "").replace(" ", "-"));
  }

  private List<double[]> losses(String device) throws IOException {
    Path run = runFolder(device);
    run(TINY + " " + device, "--output", run.toString());
    List<double[]> losses = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode event = new ObjectMapper().readTree(line);
      if (event.get("event").asText().equals("loss")) {
        losses.add(new ObjectMapper().convertValue(event.get("classes"), double[].class));
      }
    }
    return losses;
  }

  @ParameterizedTest
  @CsvSource({
    "cuda, --simulate --precision fp32",
    "cudnn, --device cudnn --simulate --precision fp32"
  })
  void condenseComputesTheLossesOfTheCpu(String device, String options) throws IOException {
    List<double[]> expected = losses("--device cpu");
    List<double[]> simulated = losses(options);

    String name = device + " (simulated)";
    assertTrue(out.toString().contains(" on " + name + "; results are"), out.toString());
    assertEquals(3, expected.size());
    for (int i = 0; i < expected.size(); i++) {
      for (int label = 0; label < expected.get(i).length; label++) {
        double loss = expected.get(i)[label];
        assertEquals(loss, simulated.get(i)[label], 1e-5 + 1e-4 * loss, "iteration " + (i + 1));
      }
    }
    String configuration = Files.readString(runFolder(options).resolve("run.json"));
    assertTrue(configuration.contains(name), configuration);
  }

  @ParameterizedTest
  @CsvSource({"cuda, bf16", "cudnn, tf32"})
  void theDoctorFindsAllOperationsRight(String device, String precision) {
    run("doctor --simulate --device " + device + " --precision " + precision);
    assertTrue(out.toString().contains(device + " (simulated)"), out.toString());
    assertTrue(out.toString().contains("all operations agree"), out.toString());
    long scenarios = Scenario.all().count();
    assertTrue(
        out.toString().contains("scenarios run: " + scenarios + " in " + precision),
        out.toString());
  }

  @Test
  void theDoctorFailsWhereAKernelIsWrong() {
    Simulator.load();
    Simulator.plantFault("convBlockBackward8Bf16", Simulator.FragmentFault.ORDER_OF_A);
    try {
      List<String> doctor = List.of("doctor", "--simulate", "--precision", "bf16", "--verbose");
      assertEquals(1, exitCode(doctor), err::toString);
    } finally {
      Simulator.plantFault("", Simulator.FragmentFault.NONE);
    }
    List<String> wrong = out.toString().lines().filter(l -> l.contains("WRONG")).toList();
    assertEquals(4, wrong.size(), wrong::toString);
    String exact = "convBlockBackward: tensor cores, 8x8";
    String rounded = "convBlockBackward: rounded for tensor cores, 8x8";
    assertTrue(wrong.get(0).startsWith(exact + " "), wrong.get(0));
    assertTrue(wrong.get(1).startsWith(rounded + " "), wrong.get(1));
    assertTrue(wrong.get(2).startsWith("WRONG  " + exact + ": srcGradient: "), wrong.get(2));
    assertTrue(wrong.get(3).startsWith("WRONG  " + rounded + ": srcGradient: "), wrong.get(3));
    assertTrue(out.toString().contains("2 wrong, please report this output"), out.toString());
  }
}
