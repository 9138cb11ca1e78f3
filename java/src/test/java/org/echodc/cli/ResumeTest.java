package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.echodc.cli.recipe.Recipe;
import org.echodc.cli.recipe.RecipeCatalog;
import org.echodc.cli.recipe.RecipeDefaults;
import org.echodc.cli.terminal.InThisProcess;
import org.echodc.cli.terminal.Interruption;
import org.echodc.data.format.CifarFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code echodc condense --resume}, and the recipe that a run leaves. */
class ResumeTest {
  private static final String TINY =
      "condense --device cpu --threads 1 --width 4 --iterations 10 --real-batch 4 --ipc 1"
          + " --loss-every 3 --epochs 3 --repeats 2 --evaluate random,dm,echo --seed 9";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Interruption interruption, String arguments, Object... more) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments.split(" ")));
    Arrays.stream(more).map(Object::toString).forEach(all::add);
    return InThisProcess.run(interruption, out, err, all.toArray(String[]::new));
  }

  private Path whole() {
    Path run = folder.resolve("whole");
    assertEquals(0, run(new Interruption(), TINY, "--output", run), err::toString);
    return run;
  }

  /** A run that was ended after some iterations. */
  private Path ended(int iterations) throws IOException {
    Path run = folder.resolve("ended");
    assertEquals(
        0,
        run(new EndedAfter(iterations), TINY + " --checkpoint-every 0", "--output", run),
        err::toString);
    assertEquals("cancelled", RunResults.summary(run).get("status").asText());
    assertTrue(out.toString().contains("go on with: echodc condense --resume " + run));
    return run;
  }

  private void resume(int expected, Path run, String... more) {
    err.getBuffer().setLength(0);
    assertEquals(
        expected,
        run(new Interruption(), "condense --resume " + run, (Object[]) more),
        err::toString);
  }

  private void said(String expected) {
    assertTrue(err.toString().contains(expected), err.toString());
  }

  @Test
  void aRunEndedAgainAndAgainInAllItsPhasesEndsLikeOneWithoutAPause() throws IOException {
    Path run = ended(7);
    List<String> interrupted = new ArrayList<>();
    while (RunResults.summary(run).get("status").asText().equals("cancelled")) {
      int code = run(new EndedAfter(7), "condense --checkpoint-every 1000 --resume", run);
      assertEquals(0, code, err::toString);
      interrupted.add(RunResults.summary(run).get("status").asText());
      assertTrue(interrupted.size() < 20, interrupted::toString);
    }
    assertTrue(interrupted.size() > 3, "in condensing by ECHO and by DM, and in three evaluations");
    RunResults.assertSame(whole(), run);
  }

  @Test
  void theRecipeOfARunRepeatsIt() throws IOException {
    Path run = whole();
    Path again = folder.resolve("again");
    int code =
        run(new Interruption(), "condense --recipe", run.resolve("recipe.yaml"), "--output", again);
    assertEquals(0, code, err::toString);
    RunResults.assertSame(run, again);
    assertEquals(
        Files.readString(run.resolve("recipe.yaml")),
        Files.readString(again.resolve("recipe.yaml")));
  }

  @Test
  void theRecipeOfARunNamesAllThatARecipeMaySet() throws IOException {
    Path run = ended(0);
    Recipe recipe = RecipeCatalog.read(run.resolve("recipe.yaml"));
    List<String> unset = new ArrayList<>(keys());
    unset.removeAll(recipe.settings().keySet());
    assertEquals(List.of("data-dir", "image-size"), unset, "what the bundled images do not have");
  }

  private static List<String> keys() {
    return RecipeDefaults.keys(
        new picocli.CommandLine(new CondenseCommand(new Interruption())).getCommandSpec());
  }

  @Test
  void aCompleteRunSaysSo() throws IOException {
    Path run = whole();
    byte[] summary = Files.readAllBytes(run.resolve("summary.json"));
    resume(0, run);
    assertTrue(out.toString().contains(run + " is complete already"), out.toString());
    assertTrue(Arrays.equals(summary, Files.readAllBytes(run.resolve("summary.json"))));
  }

  @Test
  void beforeARunIsCompleteItsReportIsThere() throws IOException {
    Path run = folder.resolve("run");
    Path inTheWay = run.resolve("summary.json/file");
    Interruption blocking =
        new Interruption() {
          @Override
          public boolean requested() {
            assertTrue(inTheWay.toFile().exists() || inTheWay.toFile().mkdirs());
            return false;
          }
        };
    assertEquals(1, run(blocking, TINY, "--output", run));
    said("summary.json cannot be written");
    assertTrue(Files.exists(run.resolve("report.html")));
    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    resume(0, run);
    RunResults.assertSame(whole(), run);
  }

  @Test
  void withADamagedCheckpointTheOneBeforeServes() throws IOException {
    Path run = ended(6);
    Path latest = newer(run.resolve("checkpoint-0.bin"), run.resolve("checkpoint-1.bin"));
    Files.write(latest, new byte[100], StandardOpenOption.WRITE);
    resume(0, run);
    said("WARN run - " + latest + " is damaged: it is no checkpoint; going on from the other");
    RunResults.assertSame(whole(), run);
  }

  private static Path newer(Path a, Path b) throws IOException {
    return Files.getLastModifiedTime(a).compareTo(Files.getLastModifiedTime(b)) > 0 ? a : b;
  }

  @Test
  void withoutACheckpointARunBeginsAgain() throws IOException {
    Path run = ended(6);
    Files.delete(run.resolve("checkpoint-0.bin"));
    Files.delete(run.resolve("checkpoint-1.bin"));
    resume(0, run);
    said("has no checkpoint yet; beginning with iteration 1");
    RunResults.assertSame(whole(), run);
  }

  @Test
  void whatWouldChangeTheResultIsRefused() throws IOException {
    Path run = ended(6);
    resume(2, run, "--ipc", "2");
    said("--ipc cannot be combined with --resume");
    resume(2, run, "--output", "elsewhere");
    said("--output cannot be combined with --resume");

    resume(1, run, "--precision", "fp32");
    said("precision: TF32 then, FP32 now; go on anyway with --force");
    assertEquals(
        "cancelled", RunResults.summary(run).get("status").asText(), "nothing was touched");

    Path recipe = run.resolve("recipe.yaml");
    Files.writeString(recipe, Files.readString(recipe).replace("seed: 9", "seed: 8"));
    resume(1, run);
    said("its recipe was changed since");
    resume(0, run, "--force");
    said("WARN run - its recipe was changed since: the result will be another one");
  }

  @Test
  void otherDataIsRefusedEvenWithForce() throws IOException {
    CifarFiles.writeCifar10(folder, 10);
    Path run = folder.resolve("run");
    String cifar =
        "condense --data cifar-10 --data-dir %s --factor 1 --evaluate none --width 4 --iterations 4"
                .formatted(folder)
            + " --real-batch 2 --ipc 1 --device cpu";
    assertEquals(0, run(new EndedAfter(2), cifar, "--output", run), err::toString);
    Path test = folder.resolve("test_batch.bin");
    byte[] bytes = Files.readAllBytes(test);
    bytes[1234]++;
    Files.write(test, bytes);
    resume(1, run);
    said("is of the data set cifar-10 with checksum ");
    resume(1, run, "--force");
    bytes[1234]--;
    Files.write(test, bytes);
    resume(0, run);
    assertTrue(err.toString().contains("going on from ECHO at iteration 2, after "));
  }

  @Test
  void otherNumbersOfThreadsGiveTheSameResult() throws IOException {
    Path run = ended(6);
    resume(0, run, "--threads", "2");
    RunResults.assertSame(whole(), run);
  }

  @Test
  void aRunThatIsBeingWrittenIsLeftAlone() throws IOException {
    Path run = ended(6);
    try (FileChannel channel = FileChannel.open(run.resolve("run.lock"), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertTrue(lock.isValid());
      resume(1, run);
    }
    said("is being written by another echodc");
    resume(0, run);
  }

  @Test
  void whatIsNoRunCannotBeResumed() {
    resume(1, folder);
    said("cannot be resumed: it has no recipe.yaml");
    assertFalse(Files.exists(folder.resolve("run.lock")), "nothing was written");
    assertEquals(2, run(new Interruption(), TINY + " --force"));
    said("--force belongs to --resume");
  }
}
