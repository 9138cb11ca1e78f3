package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.echodc.cli.recipe.RecipeCatalog;
import org.echodc.report.run.Checkpoint;
import org.echodc.report.run.RunDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments: nothing before the last checkpoint is lost, and in the end the results
 * are those of a run that nobody killed. Five times, or 200 with {@code -Pkill-tests}.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("echodc.kills", 5);
  private static final String OFTEN = "--checkpoint-every=0.0005"; // 30 ms

  private static final String[] SECONDS = {
    "--iterations=400", "--evaluate=dm,echo", "--epochs=40", "--repeats=2"
  };

  @TempDir private Path folder;

  private final Random random = new Random(6);
  private Path run;
  private Path log;

  @BeforeEach
  void name() {
    run = folder.resolve("run");
    log = folder.resolve("log");
  }

  @Test
  void aKilledRunGoesOn() throws Exception {
    Path whole = folder.resolve("whole");
    long begun = System.nanoTime();
    ChildProgram.run(ChildProgram.small(whole, SECONDS));
    long duration = System.nanoTime() - begun;

    long progress = 0;
    for (int kills = 0; kills < KILLS; ) {
      boolean killed = killed((long) (random.nextDouble() * duration));
      kills += killed ? 1 : 0;
      if (complete()) {
        ChildProgram.run(ChildProgram.resume(run)); // it may have been killed while it tidied up
        RunResults.assertSame(whole, run);
        progress = 0; // what follows is another run
      } else {
        assertTrue(progress() >= progress, "work before a checkpoint was lost");
        progress = progress();
      }
    }
    ChildProgram.run(arguments());
    RunResults.assertSame(whole, run);
  }

  /** Begins a run or goes on with one; whether it could be killed before it ended. */
  private boolean killed(long nanoseconds) throws IOException, InterruptedException {
    Process process = ChildProgram.with(arguments()).redirectOutput(log.toFile()).start();
    if (!process.waitFor(nanoseconds, TimeUnit.NANOSECONDS)) {
      process.destroyForcibly().waitFor();
      return true;
    }
    assertTrue(process.exitValue() == 0, () -> "it failed: " + read(log));
    return false;
  }

  private List<String> arguments() {
    return begun() && !complete()
        ? ChildProgram.resume(run, OFTEN)
        : ChildProgram.small(
            run,
            Stream.concat(Stream.of(OFTEN, "--overwrite"), Stream.of(SECONDS))
                .toArray(String[]::new));
  }

  private boolean begun() {
    return Files.exists(run.resolve("recipe.yaml"));
  }

  private boolean complete() {
    return begun() && RunDirectory.resume(run).isComplete();
  }

  /** Iterations, epochs and repeats at the last checkpoint; everything there must be readable. */
  private long progress() {
    if (!begun()) {
      return 0;
    }
    if (Files.exists(run.resolve("condensed.npz"))) {
      RunDirectory.open(run).readCondensed();
    }
    RecipeCatalog.read(run.resolve("recipe.yaml"));
    return RunDirectory.resume(run)
        .checkpoints()
        .latest(warning -> fail(warning))
        .map(KillTest::progress)
        .orElse(0L);
  }

  private static long progress(Checkpoint checkpoint) {
    long epochs =
        checkpoint.evaluations().values().stream()
            .mapToLong(
                state ->
                    1000L * state.accuracies().size()
                        + state.training().map(training -> training.epoch()).orElse(0))
            .sum();
    long iterations =
        checkpoint.condensations().values().stream().mapToLong(state -> state.iteration()).sum();
    return iterations + epochs;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
