package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Map;
import java.util.TreeMap;
import org.echodc.cli.terminal.InThisProcess;
import org.echodc.cli.terminal.Interruption;
import org.echodc.report.live.LiveServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static final String TINY =
      "condense --width 8 --iterations 4 --real-batch 8 --ipc 2 --loss-every 2 --epochs 2"
          + " --repeats 2";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String arguments, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments.split(" ")));
    all.addAll(Arrays.asList(more));
    return InThisProcess.run(out, err, all.toArray(String[]::new));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  /** How many events of each kind there are. */
  private static Map<String, Integer> events(Path metrics) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (String line : Files.readAllLines(metrics)) {
      counts.merge(new ObjectMapper().readTree(line).get("event").asText(), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void condenseLeavesEverythingThatItPromises() throws IOException {
    Path run = folder.resolve("run");

    assertEquals(0, run(TINY, "--output", run.toString()), err::toString);

    JsonNode summary = json(run.resolve("summary.json"));
    assertEquals("complete", summary.get("status").asText());
    for (String set : List.of("random", "initial", "dm", "echo", "full")) {
      JsonNode accuracy = summary.get("accuracy").get(set);
      assertEquals(2, accuracy.get("values").size(), set);
      assertTrue(accuracy.get("mean").asDouble() > 5, set + " " + accuracy);
      assertTrue(out.toString().contains(System.lineSeparator() + set + " "), out.toString());
    }
    JsonNode configuration = json(run.resolve("run.json"));
    assertEquals(8, configuration.get("condensation").get("width").asInt());
    assertTrue(configuration.get("command_line").asText().contains("--real-batch 8"));
    assertEquals("fp32", configuration.at("/device/versions/precision").asText());
    String augmentation = configuration.at("/evaluation/augmentation").toString();
    assertTrue(augmentation.contains("flip") && !augmentation.contains("cutout"), augmentation);
    Map<String, Integer> events = events(run.resolve("metrics.jsonl"));
    int phases = 2 * 2 + 5; // initialise and condense echo and dm, evaluate the five sets
    assertEquals(phases, events.get("begin"), events::toString);
    assertEquals(phases, events.get("end"), events::toString);
    assertEquals(2 * 3, events.get("loss"), "iterations 1, 2, 4 of echo and dm");
    assertEquals(5, events.get("evaluated"));
    assertEquals(phases, summary.get("phases").size());
    assertEquals("initialise echo", summary.at("/phases/0/name").asText());
    assertTrue(summary.get("peak_device_bytes").asLong() > 1_000_000, summary.toString());
    assertEquals(
        1 / summary.get("seconds_per_iteration").asDouble(),
        summary.get("iterations_per_second").asDouble(),
        1e-9);
    for (String file :
        List.of("condensed.npz", "initial.npz", "condensed.png", "initial.png", "report.html")) {
      assertTrue(Files.size(run.resolve(file)) > 100, file);
    }
  }

  @Test
  void evaluateReadsARunBackAndGetsTheSameAccuracy() throws IOException {
    Path run = folder.resolve("run");
    assertEquals(0, run(TINY, "--evaluate", "echo", "--output", run.toString()), err::toString);
    double mean =
        json(run.resolve("summary.json")).get("accuracy").get("echo").get("mean").asDouble();

    assertEquals(0, run("evaluate --epochs 2 --repeats 2 " + run), err::toString);

    assertTrue(out.toString().contains("accuracy %.2f %%".formatted(mean)), out.toString());
  }

  @Test
  void networksAreListedWithTheirSizes() {
    assertEquals(0, run("networks --side 16"), err::toString);
    assertTrue(out.toString().contains("vgg-11                   too deep for these images"));
    assertTrue(out.toString().lines().anyMatch(l -> l.matches("lenet +\\d+ +[0-9.]+ +84 +\\d+")));
  }

  @Test
  void optionsOfEvaluateGoBeforeTheRunsNetwork() {
    Path run = folder.resolve("run");
    assertEquals(0, run(TINY, "--evaluate", "none", "--output", run.toString()), err::toString);

    assertEquals(2, run("evaluate --depth 6 " + run));
    assertTrue(err.toString().contains("depth 6 is too deep"), err.toString());
    assertEquals(2, run("evaluate --data fashion-mnist-mini --width 0 " + run));
    assertTrue(err.toString().contains("--width must be 1 to 4096, not 0"), err.toString());
  }

  @Test
  void compareShowsAccuracyTimeAndMemoryOfEveryRun() {
    String one = folder.resolve("one").toString();
    String two = folder.resolve("two").toString();
    assertEquals(0, run(TINY, "--evaluate", "echo", "--output", one), err::toString);
    assertEquals(
        0,
        run(
            TINY.replace("--repeats 2", "--repeats 1")
                + " --objective dm --evaluate dm --output "
                + two),
        err::toString);
    out.getBuffer().setLength(0);

    assertEquals(0, run("compare " + one + " " + two), err::toString);

    List<String> lines = out.toString().lines().toList();
    assertTrue(
        lines.get(1).matches(one + "  echo +[0-9.]+ %  .* to .* 2  \\(first\\) .*"), lines.get(1));
    assertTrue(
        lines.get(2).matches(two + "  dm .* one network  .*no test  no test .*"), lines.get(2));
    assertTrue(lines.get(4).startsWith("note: " + two + " has one network"), out.toString());
  }

  @Test
  void aPortInUseEndsARunBeforeItBegins() {
    Path output = folder.resolve("run");
    try (LiveServer other = LiveServer.open(0)) {
      int port = other.address().getPort();
      assertEquals(1, run(TINY + " --live " + port + " --output " + output));
      assertTrue(err.toString().contains("cannot be served on 127.0.0.1:" + port), err.toString());
      assertFalse(Files.exists(output), "a run directory was made");
    }
  }

  @Test
  void aUsedRunDirectoryIsOnlyReplacedOnRequest() throws IOException {
    String[] output = {"--evaluate", "none", "--output", folder.resolve("run").toString()};
    assertEquals(0, run(TINY, output), err::toString);
    byte[] first = Files.readAllBytes(folder.resolve("run/condensed.npz"));

    assertEquals(1, run(TINY + " --seed 5", output));
    assertTrue(err.toString().contains("--overwrite"), err.toString());
    assertTrue(Arrays.equals(first, Files.readAllBytes(folder.resolve("run/condensed.npz"))));

    assertEquals(0, run(TINY + " --seed 5 --overwrite", output), err::toString);
    assertFalse(Arrays.equals(first, Files.readAllBytes(folder.resolve("run/condensed.npz"))));
  }

  @Test
  void aRunThatIsInterruptedKeepsItsImages() throws IOException {
    Interruption interruption = new Interruption();
    interruption.request();
    Path run = folder.resolve("run");

    int code = InThisProcess.run(interruption, out, err, (TINY + " --output " + run).split(" "));

    assertEquals(0, code, err::toString);
    JsonNode summary = json(run.resolve("summary.json"));
    assertEquals("cancelled", summary.get("status").asText());
    assertEquals(0, summary.get("iterations").asInt());
    assertEquals(0, run("evaluate --width 8 --epochs 1 --repeats 1 " + run), err::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "condense --ipc 0 | --ipc must be 1 to 1000, not 0",
        "condense --factor 9 | --factor must be 1 to 8, not 9",
        "condense --width 0 | --width must be 1 to 4096, not 0",
        "condense --depth 6 | too deep",
        "condense --network vgg-12 | there is no network 'vgg-12'; did you mean 'vgg-11'",
        "condense --network lenet --width 8 | lenet has a width and a depth; leave out",
        "condense --network densenet | densenet cannot read images [28, 28, 1]: ",
        "condense --iterations -1 | --iterations must be 0 to",
        "condense --learning-rate NaN | --learning-rate must be 0 to",
        "condense --threads 0 | --threads must be 1 to",
        "condense --live 70000 | --live must be 0 to 65535",
        "compare runs/only | requires at least 2 values",
        "condense --test-every 0 | --test-every must be 1 to",
        "condense --epochs 0 | --epochs must be 1 to",
        "condense --data cifar | unknown data set 'cifar'; known: fashion-mnist-mini",
        "condense --device tpu | unknown device 'tpu'; known: auto, cpu",
        "condense --kernel cosine | [GAUSSIAN, LINEAR, POLYNOMIAL, LAPLACE]",
        "condense --kernel mean | [GAUSSIAN, LINEAR, POLYNOMIAL, LAPLACE]",
        "condense --augment color_blur | unknown augmentation 'blur'",
        "condense --evaluate all | random, initial, dm, echo, full and none, not 'all'",
        "condense --real-batch 501 | class 0 (T-shirt/top) of fashion-mnist-mini has 500",
        "condense --ipc 200 | has 500 training images, but 800 are needed to begin with",
        "condense --init noise --ipc 501 | 501 are needed as random images to compare with; use",
        "condense --init noise --ipc 501 | a smaller --ipc, or --evaluate without random",
        "condense --init noise --real-batch 501 --evaluate none | 501 are needed for a real batch",
        "condense --data-dir= | --data-dir': a path cannot be empty",
        "condense --resume= | --resume': a path cannot be empty",
        "condense --ipc 1 --ipc 2 | option '--ipc' (N) should be specified only once",
        "condense --wdith 3 | Unknown option",
        "evaluate | Missing required parameter",
        "distill | Unmatched argument",
      })
  void wrongUsageIsExitCode2WithoutAStackTraceOrARunDirectory(String arguments, String message) {
    Path output = folder.resolve("run");
    int code =
        arguments.startsWith("condense")
            ? run(arguments, "--output", output.toString())
            : run(arguments);

    assertEquals(2, code);
    assertTrue(err.toString().contains(message), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());
    assertFalse(Files.exists(output), "a run directory was made");
  }

  @Test
  void failuresAreExitCode1AndVerboseAddsTheStackTrace() {
    String missing = folder.resolve("nowhere").toString();

    assertEquals(1, run("condense --data mnist --data-dir " + missing));
    assertTrue(err.toString().contains(missing), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());

    assertEquals(1, run("condense --verbose --data mnist --data-dir " + missing));
    assertTrue(err.toString().contains("\tat "), err.toString());
  }

  @Test
  void aRunDirectoryOfOtherImagesIsRefused() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.writeString(run.resolve("condensed.npz"), "not a zip file");

    assertEquals(1, run("evaluate " + run));
    assertTrue(err.toString().contains("is not a condensed set"), err.toString());
  }
}
