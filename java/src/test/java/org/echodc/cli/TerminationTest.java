package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that gets a real signal. */
class TerminationTest {
  private static final int PATIENCE_SECONDS = 120;

  @Test
  void aTerminatedRunEndsInOrder(@TempDir Path folder) throws Exception {
    Path run = folder.resolve("run");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "condense",
                "--width=8",
                "--real-batch=8",
                "--iterations=1000000",
                "--output=" + run)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      Path metrics = run.resolve("metrics.jsonl");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!Files.exists(metrics) || !Files.readString(metrics).contains("\"iteration\":10,")) {
        assertTrue(
            process.isAlive() && System.nanoTime() < deadline,
            () -> "no losses appeared; " + folder.resolve("log"));
        Thread.sleep(100);
      }
      process.destroy(); // SIGTERM

      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    JsonNode summary = new ObjectMapper().readTree(run.resolve("summary.json").toFile());
    assertEquals("cancelled", summary.get("status").asText());
    assertTrue(summary.get("iterations").asInt() >= 10, summary.toString());
    assertTrue(Files.size(run.resolve("condensed.npz")) > 1000);
  }
}
