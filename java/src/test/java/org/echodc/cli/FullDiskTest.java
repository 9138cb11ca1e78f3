package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.echodc.report.run.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up while a run is at work: that is said, and the run can go on later. */
class FullDiskTest {
  private static final String OFTEN = "--checkpoint-every=0.0005"; // 30 ms
  private static final int PATIENCE_SECONDS = 120;

  @TempDir private Path folder;

  /** Makes writing fail for a process, or for all. */
  private interface Failure {
    void begin(Process process) throws IOException, InterruptedException;
  }

  @Test
  void onAFileSystemWithoutSpace() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
    assumeTrue(mounted, "mounting a small file system takes root");
    try {
      Path filler = disk.resolve("filler");
      endsAndGoesOn(
          disk.resolve("run"), process -> fill(filler), "No space left on device", filler);
    } finally {
      assertTrue(command("umount", disk.toString()));
    }
  }

  private static void fill(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(new byte[1024]);
      }
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("No space left"), e.getMessage());
    }
  }

  @Test
  void withALimitOfFileSizes() throws Exception {
    assumeTrue(command("prlimit", "--version"), "prlimit is of util-linux");
    endsAndGoesOn(
        folder.resolve("run"),
        process -> assertTrue(command("prlimit", "--pid", "" + process.pid(), "--fsize=100:")),
        "File too large",
        folder.resolve("no filler"));
  }

  private void endsAndGoesOn(Path run, Failure failure, String reason, Path filler)
      throws Exception {
    // far more iterations than are done before the disk is full
    Process process =
        ChildProgram.with(ChildProgram.small(run, OFTEN, "--evaluate=none", "--iterations=50000"))
            .start();
    try {
      awaitCheckpoints(run, process);
      failure.begin(process);
      String output = new String(process.getInputStream().readAllBytes());
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertEquals(1, process.exitValue(), output);
      assertTrue(output.contains("cannot be written") && output.contains(reason), output);
    } finally {
      process.destroyForcibly();
    }
    int reached = iteration(run);
    assertTrue(reached > 0, "the last checkpoint is whole");

    Files.deleteIfExists(filler);
    Process resumed = ChildProgram.with(ChildProgram.resume(run, OFTEN)).start();
    try {
      while (iteration(run) <= reached) {
        assertTrue(resumed.isAlive(), "it should go on");
        Thread.sleep(20);
      }
    } finally {
      resumed.destroyForcibly().waitFor();
    }
  }

  private static void awaitCheckpoints(Path run, Process process) throws InterruptedException {
    while (!Files.exists(run.resolve("checkpoint-1.bin"))) {
      assertTrue(process.isAlive(), "it ended before the second checkpoint");
      Thread.sleep(20);
    }
  }

  private static int iteration(Path run) {
    return RunDirectory.resume(run)
        .checkpoints()
        .latest(warning -> {})
        .map(checkpoint -> checkpoint.condensations().values().iterator().next().iteration())
        .orElse(0);
  }

  private static boolean command(String... words) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
