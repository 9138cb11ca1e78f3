package org.echodc.report.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.text.Text;

/**
 * The last two checkpoints of a run. They take turns in two files, so that a new one replaces the
 * older, or the one that turned out damaged. A third file keeps the state after the last iteration,
 * so that a run which is complete can get more of them.
 */
public final class CheckpointStore {
  static final List<String> FILES = List.of("checkpoint-0.bin", "checkpoint-1.bin");

  static final String LAST_ITERATION = "last-iteration.bin";

  private final Path directory;
  private long next;

  /** The checkpoints in a run directory. */
  CheckpointStore(Path directory) {
    this.directory = directory;
  }

  /**
   * The latest checkpoint that is whole; nothing where there is none.
   *
   * @param warning told of a damaged one that is passed over
   * @throws ReportException if all that are there are damaged, or one is of another format
   */
  public Optional<Checkpoint> latest(Consumer<String> warning) {
    List<String> damages = new ArrayList<>();
    CheckpointHeader latest = null;
    for (String name : FILES) {
      Path file = directory.resolve(name);
      if (!Files.exists(file)) {
        continue;
      }
      try {
        CheckpointHeader header = CheckpointFile.read(file);
        if (latest == null || header.sequence() > latest.sequence()) {
          latest = header;
        }
      } catch (IllegalArgumentException e) {
        damages.add(Text.format("%s is damaged: %s", file, e.getMessage()));
      } catch (IOException e) {
        damages.add(Text.format("%s cannot be read: %s", file, AtomicFile.reason(e)));
      }
    }
    if (latest == null) {
      if (!damages.isEmpty()) {
        throw new ReportException(
            String.join("; ", damages) + "; no other checkpoint is there to go on from");
      }
      return Optional.empty();
    }
    damages.forEach(damage -> warning.accept(damage + "; going on from the other checkpoint"));
    next = latest.sequence() + 1;
    return Optional.of(latest.checkpoint());
  }

  /**
   * Writes a checkpoint, forced to disk and in one step.
   *
   * @throws ReportException if that fails; those that were there are as they were
   */
  public void write(Checkpoint checkpoint) {
    CheckpointHeader header = new CheckpointHeader(next, checkpoint);
    Path file = directory.resolve(FILES.get(Math.floorMod(next, FILES.size())));
    AtomicFile.write(file, out -> CheckpointFile.write(out, header));
    next++;
  }

  /**
   * Keeps the state after the last iteration, before anything was evaluated.
   *
   * @throws ReportException if that fails
   */
  public void writeLastIteration(Checkpoint checkpoint) {
    CheckpointHeader header = new CheckpointHeader(0, checkpoint);
    AtomicFile.write(directory.resolve(LAST_ITERATION), out -> CheckpointFile.write(out, header));
  }

  /**
   * The state after the last iteration; nothing where the run has not come so far.
   *
   * @throws ReportException if it cannot be read
   */
  public Optional<Checkpoint> lastIteration() {
    Path file = directory.resolve(LAST_ITERATION);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(CheckpointFile.read(file).checkpoint());
    } catch (IllegalArgumentException e) {
      throw new ReportException(Text.format("%s is damaged: %s", file, e.getMessage()), e);
    } catch (IOException e) {
      throw ReportException.unreadable(file, e);
    }
  }

  /**
   * Writes a checkpoint that the run goes on from, whatever was reached after it.
   *
   * @throws ReportException if that fails
   */
  public void writeAlone(Checkpoint checkpoint) {
    int file = Math.floorMod(next, FILES.size());
    write(checkpoint);
    for (int other = 0; other < FILES.size(); other++) {
      if (other != file) {
        delete(FILES.get(other));
      }
    }
  }

  /**
   * Deletes the checkpoints of a run that is complete, but for the state after the last iteration.
   *
   * @throws ReportException if that fails
   */
  public void delete() {
    FILES.forEach(this::delete);
  }

  private void delete(String name) {
    Path file = directory.resolve(name);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ReportException(
          Text.format("%s cannot be deleted: %s", file, AtomicFile.reason(e)), e);
    }
  }
}
