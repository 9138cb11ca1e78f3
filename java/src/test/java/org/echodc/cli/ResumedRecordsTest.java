package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.echodc.cli.terminal.Interruption;
import org.echodc.report.run.Checkpoint;
import org.echodc.report.run.CheckpointStore;
import org.echodc.report.run.RunCost;
import org.echodc.report.run.RunDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that was interrupted in an evaluation, and went on, shows and says of itself. */
class ResumedRecordsTest {
  private static final String TINY =
      "condense --device cpu --threads 1 --width 4 --iterations 10 --real-batch 4 --ipc 1"
          + " --epochs 3 --repeats 2 --evaluate random,echo --checkpoint-every 0";

  /** Ten iterations, a question behind them, three epochs of a network and one of the second. */
  private static final int IN_AN_EVALUATION = 10 + 1 + 3 + 1;

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();
  private Path run;

  @BeforeEach
  void endInAnEvaluation() throws IOException {
    run = folder.resolve("run");
    execute(new EndedAfter(IN_AN_EVALUATION), TINY + " --output " + run);
    assertEquals("cancelled", RunResults.summary(run).get("status").asText());
  }

  private void execute(Interruption interruption, String arguments) {
    PrintWriter log = new PrintWriter(err, true);
    int code =
        Main.run(interruption, new PrintWriter(new StringWriter()), log, arguments.split(" "));
    assertEquals(0, code, err::toString);
  }

  @Test
  void progressCountsFromWhereTheRunStands() throws IOException {
    execute(new Interruption(), "condense --resume " + run);
    assertEquals(
        List.of(
            "initialise echo 0 of 1", // again
            "condense echo 10 of 10",
            "evaluate random 4 of 6",
            "evaluate echo 0 of 6"),
        begun().subList(begun().size() - 4, begun().size()));
  }

  private List<String> begun() throws IOException {
    return events("begin").stream()
        .map(
            event ->
                "%s %d of %d"
                    .formatted(
                        event.get("phase").asText(),
                        event.get("done").asLong(),
                        event.get("total").asLong()))
        .toList();
  }

  private List<JsonNode> events(String kind) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode event = new ObjectMapper().readTree(line);
      if (event.get("event").asText().equals(kind)) {
        found.add(event);
      }
    }
    return found;
  }

  @Test
  void aTerminalShowsWhereItStands() throws Exception {
    Path script = Path.of("/usr/bin/script");
    assumeTrue(Files.isExecutable(script), "no script(1) to make a terminal; apt-get: bsdutils");
    String command =
        ChildProgram.with(ChildProgram.resume(run)).command().stream()
            .map(argument -> "'" + argument + "'")
            .collect(Collectors.joining(" "));
    Process process =
        new ProcessBuilder(script.toString(), "-qec", command, "/dev/null")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String shown = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), shown);
    List<String> random =
        Arrays.stream(shown.replaceAll("\u001b\\[[?0-9]*[a-zA-Z]", "").split("[\r\n]+"))
            .filter(line -> line.startsWith("evaluate random: "))
            .toList();
    assertEquals("evaluate random: 4 of 6 epoch [============>       ]", random.get(0), shown);
    String last = random.get(random.size() - 1);
    assertTrue(last.startsWith("evaluate random: 6 of 6 epoch, loss "), last);
  }

  @Test
  void timesAreThoseOfAllSessions() throws IOException {
    costsUntilNow(
        new RunCost(
            9000,
            1L << 50,
            List.of(
                new RunCost.Phase("initialise echo", 1000),
                new RunCost.Phase("condense echo", 2000),
                new RunCost.Phase("evaluate random", 3000))));
    execute(new Interruption(), "condense --resume " + run);

    JsonNode summary = RunResults.summary(run);
    assertEquals(9000, summary.get("total_seconds").asDouble(), 600);
    assertTrue(summary.get("total_seconds").asDouble() > 9000);
    assertEquals(1L << 50, summary.get("peak_device_bytes").asLong());
    Map<String, Double> phases =
        seconds(StreamSupport.stream(summary.get("phases").spliterator(), false).toList(), "name");
    assertEquals(
        List.of("initialise echo", "condense echo", "evaluate random", "evaluate echo"),
        List.copyOf(phases.keySet()));
    for (int i = 0; i < 3; i++) {
      double before = 1000 * (i + 1);
      double now = List.copyOf(phases.values()).get(i);
      assertTrue(now > before && now < before + 600, phases::toString);
    }
    assertTrue(phases.get("evaluate echo") > 0, phases::toString);
    assertEquals(phases, seconds(events("end"), "phase"), "what pages show");
  }

  @Test
  void everyDeviceIsNamed() throws IOException {
    execute(new EndedAfter(2), "condense --threads 2 --resume " + run);
    execute(new EndedAfter(1), "condense --resume " + run + " --device cuda --simulate --force");
    JsonNode json = configuration();
    assertEquals(1, json.at("/device/threads").asInt());
    assertTrue(json.get("command_line").asText().startsWith(TINY), "as the run began");
    JsonNode resumed = json.get("resumed");
    assertEquals(2, resumed.size(), json::toString);
    assertEquals("cpu", resumed.at("/0/device/name").asText());
    assertEquals(2, resumed.at("/0/device/threads").asInt());
    assertEquals("cuda (simulated)", resumed.at("/1/device/name").asText());
    assertTrue(resumed.at("/1/command_line").asText().endsWith("--device cuda --simulate --force"));
    assertTrue(resumed.at("/1/started").asText().compareTo(json.get("started").asText()) > 0);
    assertTrue(resumed.at("/1/versions").has("java"));
    assertTrue(
        Files.readString(run.resolve("report.html")).contains("cuda (simulated)"), "the report");
  }

  @Test
  void aRunThatBeginsAgainIsOfTheNewDeviceAlone() throws IOException {
    for (String checkpoint : List.of("checkpoint-0.bin", "checkpoint-1.bin")) {
      Files.delete(run.resolve(checkpoint));
    }
    execute(new EndedAfter(2), "condense --threads 2 --resume " + run);
    assertEquals(2, configuration().at("/device/threads").asInt());
    assertTrue(configuration().get("resumed") == null, configuration()::toString);
  }

  @Test
  void aRunThatReplacesAnotherIsOfTheNewDeviceAlone() throws IOException {
    String again = TINY.replace("--threads 1", "--threads 2");
    execute(new EndedAfter(2), again + " --overwrite --output " + run);
    assertEquals(2, configuration().at("/device/threads").asInt());
    assertTrue(configuration().get("resumed") == null, configuration()::toString);
  }

  private JsonNode configuration() throws IOException {
    return new ObjectMapper().readTree(run.resolve("run.json").toFile());
  }

  /** Writes a checkpoint at the same point of a run that came there at another price. */
  private void costsUntilNow(RunCost cost) {
    CheckpointStore store = RunDirectory.resume(run).checkpoints();
    Checkpoint latest = store.latest(warning -> {}).orElseThrow();
    assertEquals(
        List.of("initialise echo", "condense echo", "evaluate random"),
        latest.cost().phases().stream().map(RunCost.Phase::name).toList());
    assertTrue(latest.cost().seconds() > 0 && latest.cost().peakDeviceBytes() > 0);
    store.write(
        new Checkpoint(
            latest.identity(),
            cost,
            latest.metricsBytes(),
            latest.condensations(),
            latest.evaluations()));
  }

  /** Seconds by name; of what is there more than once the last. */
  private static Map<String, Double> seconds(List<JsonNode> nodes, String name) {
    Map<String, Double> found = new LinkedHashMap<>();
    nodes.forEach(node -> found.put(node.get(name).asText(), node.get("seconds").asDouble()));
    return found;
  }
}
