package org.echodc.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.echodc.report.ReportException;
import org.echodc.report.file.CondensedImages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("runs/first");
  }

  @Test
  void holdsTheFilesOfARun() throws IOException {
    writeRun();
    assertEquals(
        List.of("condensed.npz", "condensed.png", "initial.npz", "initial.png", "metrics.jsonl"),
        contents());
    CondensedImages read = RunDirectory.open(path).readCondensed();
    assertEquals(RecordExamples.small().set().image(), read.set().image());
  }

  private void writeRun() {
    RunDirectory run = RunDirectory.create(path, false);
    run.writeInitial(RecordExamples.small());
    run.writeCondensed(RecordExamples.small());
    run.metrics(line -> {}).close();
  }

  @Test
  void filesHalfWrittenEarlierAreNotInTheWay() throws IOException {
    RunDirectory run = RunDirectory.create(path, false);
    Files.writeString(path.resolve("condensed.npz.partial"), "x".repeat(100_000));
    run.writeCondensed(RecordExamples.small());
    assertEquals(List.of("condensed.npz", "condensed.png"), contents());
    assertEquals("fashion-mnist-mini", run.readCondensed().dataset());
  }

  @Test
  void resumesOnlyRunsThatHaveBegun() {
    ReportException e = assertThrows(ReportException.class, () -> RunDirectory.resume(path));
    assertTrue(e.getMessage().startsWith(path + " cannot be resumed: it has no recipe.yaml"));
    RunDirectory.create(path, false).recipe().write(new byte[0]);
    assertEquals(path, RunDirectory.resume(path).path());
  }

  @Test
  void doesNotResumeWhereALinkLeadsElsewhere() throws IOException {
    RunDirectory.create(path, false).recipe().write(new byte[0]);
    Path elsewhere = Files.writeString(folder.resolve("thesis.tex"), "text");
    for (String name : List.of("metrics.jsonl", "checkpoint-1.bin", "summary.json.partial")) {
      Path link = Files.createSymbolicLink(path.resolve(name), elsewhere);
      ReportException e = assertThrows(ReportException.class, () -> RunDirectory.resume(path));
      assertTrue(e.getMessage().contains(name + ", which no run wrote"), e.getMessage());
      Files.delete(link);
    }
    assertEquals("text", Files.readString(elsewhere));
  }

  @Test
  void rewindingTakesBackTheSummaryAndTheLatestMetrics() throws IOException {
    RunDirectory run = RunDirectory.create(path, false);
    Files.writeString(path.resolve("summary.json"), "{}");
    Files.writeString(path.resolve("metrics.jsonl"), "first\n");
    assertEquals(6, run.forceMetrics());
    Files.writeString(path.resolve("metrics.jsonl"), "first\nsecond\nthi");
    run.rewind(6);
    assertEquals(List.of("metrics.jsonl"), contents());
    assertEquals("first\n", Files.readString(path.resolve("metrics.jsonl")));
  }

  @Test
  void isCompleteWhenItsSummarySaysSo() {
    RunDirectory run = RunDirectory.create(path, false);
    assertFalse(run.isComplete());
    for (RunSummary.Status status : RunSummary.Status.values()) {
      run.write(new RunSummary(status, "", 1, 1, RunCost.NONE, Map.of()));
      assertEquals(status == RunSummary.Status.COMPLETE, run.isComplete());
    }
  }

  @Test
  void opensOnlyRuns() {
    ReportException e = assertThrows(ReportException.class, () -> RunDirectory.open(path));
    assertEquals(path + " is no run directory: it has no condensed.npz", e.getMessage());
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
