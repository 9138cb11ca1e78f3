package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.echodc.browser.Chromium;
import org.echodc.cli.terminal.Interruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cross-architecture table: as text, as lines of JSON, in the report and in comparisons. */
class EvaluateCommandTest {
  private static final String TINY =
      "condense --device cpu --width 8 --iterations 2 --real-batch 8 --ipc 2 --evaluate ";
  private static final String JUDGE =
      "evaluate --device cpu --epochs 1 --repeats 2 --networks mlp,convnet ";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(
        new Interruption(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        arguments.split(" "));
  }

  private Path condensed(String name, String more) {
    Path run = folder.resolve(name);
    assertEquals(0, run(TINY + more + " --output " + run), err::toString);
    return run;
  }

  private static List<JsonNode> evaluations(Path run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("evaluations.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @Test
  void networksJudgeEachSetOfARun() throws IOException {
    Path run = condensed("run", "none");

    assertEquals(0, run(JUDGE + "--sets condensed,initial,random " + run), err::toString);

    List<String> rows = out.toString().lines().toList();
    assertTrue(rows.get(0).startsWith("set        network"), rows.get(0));
    List<JsonNode> lines = evaluations(run);
    assertEquals(6, lines.size());
    List<String> sets = List.of("echo", "echo", "initial", "initial", "random", "random");
    for (int i = 0; i < 6; i++) {
      JsonNode line = lines.get(i);
      String network = i % 2 == 0 ? "mlp" : "ConvNet-3 of width 8";
      assertEquals(sets.get(i), line.get("set").asText());
      assertEquals(network, line.get("description").asText());
      assertEquals(i < 4 ? 8 : 2, line.get("per_class").asInt());
      assertEquals(2, line.at("/accuracy/values").size());
      String mean = "%.2f %%".formatted(line.at("/accuracy/mean").asDouble());
      assertTrue(rows.get(1 + i).matches(sets.get(i) + " +" + network + " .* " + mean + " .*"));
    }
    assertNotEquals(lines.get(0).get("checksum"), lines.get(2).get("checksum"));
  }

  @Test
  void theRunsOwnAccuraciesAreFoundAgain() throws IOException {
    Path run = condensed("run", "random,initial,echo --epochs 1 --repeats 2 --seed 5");
    JsonNode own = RunResults.summary(run).get("accuracy");

    String again = "evaluate --device cpu --epochs 1 --repeats 2 --seed 5 --sets ";
    assertEquals(0, run(again + "random,initial,condensed " + run), err::toString);

    for (JsonNode line : evaluations(run)) {
      String set = line.get("set").asText();
      assertEquals(own.get(set), line.get("accuracy"), set);
    }
  }

  @Test
  void theReportAndAComparisonShowThem() throws Exception {
    Path one = condensed("one", "echo --epochs 1 --repeats 2");
    Path two = condensed("two", "echo --epochs 1 --repeats 2 --seed 1");
    assertEquals(0, run(JUDGE + one), err::toString);
    assertEquals(0, run(JUDGE.replace("mlp,", "") + two), err::toString);
    String mlp = "%.2f %%".formatted(evaluations(one).get(0).at("/accuracy/mean").asDouble());
    String other = "%.2f %%".formatted(evaluations(two).get(0).at("/accuracy/mean").asDouble());

    Path html = folder.resolve("both.html");
    assertEquals(0, run("compare " + one + " " + two + " --html " + html), err::toString);

    List<String> rows = out.toString().lines().filter(row -> row.contains("1 epochs")).toList();
    assertTrue(rows.get(0).matches("mlp, 1 epochs +" + mlp + ".*  -"), rows.get(0));
    assertTrue(rows.get(1).matches("ConvNet-3 of width 8, 1 epochs .* " + other + ".*"));
    String tables = "[...document.querySelectorAll('section')].map((s) => s.innerText).join('\\n')";
    try (Chromium browser = new Chromium(folder)) {
      for (Path page : List.of(one.resolve("report.html"), html)) {
        browser.open(page.toUri(), 1000, 1600, false);
        String text = browser.evaluate(tables).asText();
        assertTrue(text.contains("Judged by networks"), text);
        assertTrue(text.contains("mlp") && text.contains(mlp), text);
      }
    }
  }

  @Test
  void resultsOfOtherImagesAreNotShown() throws IOException {
    Path run = condensed("run", "none");
    assertEquals(0, run(JUDGE + run), err::toString);
    assertTrue(Files.readString(run.resolve("report.html")).contains("\"description\":\"mlp\""));

    assertEquals(0, run("condense --resume " + run + " --iterations 4"), err::toString);

    assertFalse(Files.readString(run.resolve("report.html")).contains("\"description\":\"mlp\""));
    assertEquals(2, evaluations(run).size(), "they are kept");
  }

  @Test
  void whatIsWrongIsSaidBeforeAnyWork() throws IOException {
    Path run = condensed("run", "none");
    assertEquals(2, run("evaluate --sets echo " + run));
    assertTrue(err.toString().contains("condensed, initial and random, not 'echo'"), err::toString);
    assertEquals(2, run("evaluate --networks mlp,resnet18 " + run));
    assertTrue(err.toString().contains("there is no network 'resnet18'"), err::toString);
    Files.delete(run.resolve("initial.npz"));
    assertEquals(1, run("evaluate --sets condensed,initial " + run));
    assertTrue(err.toString().contains("initial.npz"), err::toString);
    assertFalse(Files.exists(run.resolve("evaluations.jsonl")), "nothing was trained");
  }

  @Test
  void aLineThatIsNoEvaluationIsNamed() throws IOException {
    Path run = condensed("run", "none");
    assertEquals(0, run(JUDGE + run), err::toString);
    Files.writeString(
        run.resolve("evaluations.jsonl"), "{\"set\": \"random\"}\n", StandardOpenOption.APPEND);

    assertEquals(1, run("report " + run));

    assertTrue(err.toString().contains("evaluations.jsonl: this is no evaluation"), err::toString);
  }
}
