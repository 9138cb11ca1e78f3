package org.echodc.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.echodc.condense.Objective;
import org.echodc.report.ReportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir private Path folder;

  private final List<String> warnings = new ArrayList<>();

  private int latest() {
    return new CheckpointStore(folder)
        .latest(warnings::add)
        .orElseThrow()
        .condensations()
        .get(Objective.ECHO)
        .iteration();
  }

  private CheckpointStore written(int count) {
    CheckpointStore store = new CheckpointStore(folder);
    for (int i = 1; i <= count; i++) {
      store.write(Checkpointed.at(i));
    }
    return store;
  }

  private void damage(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    bytes[bytes.length / 2] ^= 4;
    Files.write(folder.resolve(file), bytes, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theLastTwoAreKept() throws IOException {
    assertTrue(new CheckpointStore(folder).latest(warnings::add).isEmpty());
    written(5);
    assertEquals(CheckpointStore.FILES, contents());
    assertEquals(5, latest());
    assertEquals(List.of(), warnings);
  }

  @Test
  void aDamagedOneIsPassedOverWithAWarningAndReplacedFirst() throws IOException {
    written(5); // the fifth is in checkpoint-0.bin
    damage("checkpoint-0.bin");
    assertEquals(4, latest());
    assertEquals(1, warnings.size());
    assertTrue(
        warnings.get(0).startsWith(folder.resolve("checkpoint-0.bin") + " is damaged: its "),
        warnings.get(0));

    CheckpointStore store = new CheckpointStore(folder);
    store.latest(warnings::add);
    store.write(Checkpointed.at(6));
    warnings.clear();
    assertEquals(6, latest());
    assertEquals(List.of(), warnings);
    damage("checkpoint-0.bin");
    assertEquals(4, latest());
  }

  @Test
  void withoutAWholeOneThereIsNothingToGoOnFrom() throws IOException {
    written(2);
    damage("checkpoint-0.bin");
    damage("checkpoint-1.bin");
    ReportException e = assertThrows(ReportException.class, this::latest);
    assertTrue(e.getMessage().contains("checkpoint-1.bin is damaged"), e.getMessage());
  }

  @Test
  void aFailedWriteLeavesWhatWasThere() throws IOException {
    CheckpointStore store = written(3);
    Path folderThere = Files.createDirectory(folder.resolve("checkpoint-1.bin.partial"));
    Path blocker = Files.createFile(folderThere.resolve("file"));
    assertThrows(ReportException.class, () -> store.write(Checkpointed.at(4)));
    assertEquals(3, latest());
    Files.delete(blocker);
    Files.delete(folderThere);
    store.write(Checkpointed.at(5));
    assertEquals(5, latest());
  }

  @Test
  void deletingLeavesNothing() throws IOException {
    CheckpointStore store = written(2);
    store.delete();
    assertEquals(List.of(), contents());
    store.delete();
  }
}
