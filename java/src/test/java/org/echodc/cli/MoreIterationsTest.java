package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.echodc.cli.terminal.InThisProcess;
import org.echodc.cli.terminal.Interruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code echodc condense --resume RUN --iterations N}: more of what a run has had. */
class MoreIterationsTest {
  private static final String TINY =
      "condense --device cpu --threads 1 --width 4 --real-batch 4 --ipc 1 --loss-every 4 --epochs 2"
          + " --repeats 2 --evaluate random,dm,echo --seed 9 --checkpoint-every 0 --output ";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Interruption interruption, String arguments) {
    err.getBuffer().setLength(0);
    return InThisProcess.run(interruption, out, err, arguments.split(" "));
  }

  private Path begun(Interruption interruption, String name, int iterations) {
    Path run = folder.resolve(name);
    int code = run(interruption, TINY + run + " --iterations " + iterations);
    assertEquals(0, code, err::toString);
    return run;
  }

  private void more(int expected, Path run, int iterations, String... said) {
    String arguments = "condense --resume " + run + " --iterations " + iterations;
    assertEquals(expected, run(new Interruption(), arguments), err::toString);
    for (String text : said) {
      assertTrue(err.toString().contains(text), err.toString());
    }
  }

  private void assertLikeOneOf(int iterations, Path run) throws IOException {
    Path whole = begun(new Interruption(), "whole", iterations);
    RunResults.assertSame(whole, run);
    String recipe = "recipe.yaml";
    assertEquals(Files.readString(whole.resolve(recipe)), Files.readString(run.resolve(recipe)));
    assertEquals(
        iterations,
        new ObjectMapper()
            .readTree(run.resolve("run.json").toFile())
            .at("/condensation/iterations")
            .asInt());
  }

  @Test
  void aCompleteRunGoesOnFromItsLastIteration() throws IOException {
    Path run = begun(new Interruption(), "run", 8);
    more(0, run, 12, "going on from ECHO at iteration 8");
    more(0, run, 16, "going on from ECHO at iteration 12");
    assertLikeOneOf(16, run);
  }

  @Test
  void aRunThatWasEndedWhileItEvaluatedEvaluatesAnew() throws IOException {
    Path run = begun(new EndedAfter(8 + 1 + 3), "run", 8);
    assertTrue(Files.exists(run.resolve("last-iteration.bin")), "it had begun to evaluate");
    assertEquals("cancelled", RunResults.summary(run).get("status").asText());
    more(0, run, 12, "going on from ECHO at iteration 8");
    assertLikeOneOf(12, run);
  }

  @Test
  void aRunThatWasEndedWhileItCondensedGoesOnFromThere() throws IOException {
    Path run = begun(new EndedAfter(5), "run", 8);
    more(0, run, 12, "going on from ECHO at iteration ");
    assertLikeOneOf(12, run);
  }

  @Test
  void withMoreIterationsARunCanBeEndedAndResumedLikeAnyOther() throws IOException {
    Path run = begun(new Interruption(), "run", 8);
    String longer = "condense --checkpoint-every 0 --iterations 12 --resume " + run;
    assertEquals(0, run(new EndedAfter(2), longer), err::toString);
    assertEquals("cancelled", RunResults.summary(run).get("status").asText());
    more(0, run, 12, "going on from ECHO at iteration "); // the number it is to have already
    assertLikeOneOf(12, run);
  }

  @Test
  void fewerIterationsThanARunHasAreAnError() throws IOException {
    Path run = begun(new Interruption(), "run", 8);
    byte[] summary = Files.readAllBytes(run.resolve("summary.json"));
    more(
        2,
        run,
        8,
        "has 8 iterations; it can go on for more than that, not for 8; ask for more --iterations");
    more(2, run, 7, "not for 7");
    assertEquals(
        new String(summary), Files.readString(run.resolve("summary.json")), "nothing was touched");
  }

  @Test
  void withoutItsLastStateACompleteRunDoesNotBeginAgain() throws IOException {
    Path run = begun(new Interruption(), "run", 4);
    Files.delete(run.resolve("last-iteration.bin"));
    more(1, run, 8, "kept no state that it could go on from", "--recipe", "--iterations");
  }
}
