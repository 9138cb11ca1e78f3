package org.echodc.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echodc.failure.Cause;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.report.file.CondensedFile;
import org.echodc.report.file.CondensedImages;
import org.echodc.report.file.ImageGrid;
import org.echodc.report.file.Json;
import org.echodc.report.file.JsonFiles;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.text.Text;

/**
 * The folder that a run leaves: {@code condensed.npz} and {@code initial.npz}, {@code
 * condensed.png} and {@code initial.png}, {@code metrics.jsonl}, {@code run.json}, {@code
 * summary.json}, {@code report.html}, {@code recipe.yaml}, {@code last-iteration.bin}, and until it
 * is complete the last two checkpoints; {@code evaluations.jsonl} once other networks were trained
 * on its images. Files appear complete or not at all.
 */
public final class RunDirectory {
  static final String CONDENSED = "condensed";
  static final String INITIAL = "initial";
  static final String ARRAYS = ".npz";
  private static final String PICTURE = ".png";
  static final String METRICS = "metrics.jsonl";
  static final String CONFIGURATION = "run.json";
  static final String SUMMARY = "summary.json";
  public static final String REPORT = "report.html";
  static final String LOCK = "run.lock";
  static final Set<String> FILES =
      Stream.concat(
              CheckpointStore.FILES.stream(),
              Stream.of(
                  CheckpointStore.LAST_ITERATION,
                  CONDENSED + ARRAYS,
                  INITIAL + ARRAYS,
                  CONDENSED + PICTURE,
                  INITIAL + PICTURE,
                  METRICS,
                  CONFIGURATION,
                  SUMMARY,
                  EvaluationLog.NAME,
                  REPORT,
                  RecipeFile.NAME,
                  LOCK))
          .collect(Collectors.toUnmodifiableSet());

  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes an empty run directory.
   *
   * @param overwrite whether the files of an earlier run may be removed; other files never are
   * @throws ReportException if the folder is in use or cannot be written
   */
  public static RunDirectory create(Path path, boolean overwrite) {
    NewRunFolder.prepare(path, overwrite);
    return new RunDirectory(path);
  }

  /**
   * Makes a run directory that no other run has, however many begin at the same time.
   *
   * @param wanted its path; where that is there already, {@code -2}, {@code -3} and so on follow
   * @throws ReportException if none can be made
   */
  public static RunDirectory createAnother(Path wanted) {
    return new RunDirectory(NewRunFolder.prepareAnother(wanted));
  }

  /**
   * Opens the directory of an earlier run.
   *
   * @throws ReportException if it has no condensed images
   */
  public static RunDirectory open(Path path) {
    if (!Files.isRegularFile(path.resolve(CONDENSED + ARRAYS))) {
      throw new ReportException(
          Text.format("%s is no run directory: it has no %s", path, CONDENSED + ARRAYS));
    }
    return new RunDirectory(path);
  }

  /**
   * Opens the directory of a run that is to go on.
   *
   * @throws ReportException if no run has begun in it, or a link would lead writing elsewhere
   */
  public static RunDirectory resume(Path path) {
    if (!Files.isRegularFile(path.resolve(RecipeFile.NAME))) {
      throw new ReportException(
          Text.format(
              "%s cannot be resumed: it has no %s, so no run has begun there",
              path, RecipeFile.NAME),
          Cause.NO_RUN_TO_RESUME);
    }
    FILES.stream()
        .flatMap(name -> Stream.of(name, AtomicFile.temporaryName(name)))
        .map(path::resolve)
        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
        .forEach(NewRunFolder::requireWrittenByRun);
    return new RunDirectory(path);
  }

  /** The recipe that reproduces the run. */
  public RecipeFile recipe() {
    return new RecipeFile(path);
  }

  /**
   * Takes the run for this process; the caller closes the lock at the end.
   *
   * @throws ReportException if another process has it
   */
  public RunLock lock() {
    return RunLock.of(path.resolve(LOCK));
  }

  /** The checkpoints of the run. */
  public CheckpointStore checkpoints() {
    return new CheckpointStore(path);
  }

  /**
   * The names of the data set's classes, label by label; none where no configuration was written.
   *
   * @throws ReportException if it cannot be read
   */
  public Optional<List<String>> classNames() {
    Path configuration = path.resolve(CONFIGURATION);
    if (!Files.exists(configuration)) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    JsonFiles.object(configuration).path("class_names").forEach(name -> names.add(name.asText()));
    return Optional.of(names);
  }

  /** Whether the run has been completed. */
  public boolean isComplete() {
    Path summary = path.resolve(SUMMARY);
    return Files.exists(summary)
        && JsonFiles.object(summary)
            .path("status")
            .asText()
            .equals(Json.text(RunSummary.Status.COMPLETE));
  }

  /**
   * Takes back what a run noted that goes on from a checkpoint: its summary, and the metrics after
   * the checkpoint.
   *
   * @param metricsBytes length that the log of metrics had at the checkpoint
   * @throws ReportException if that fails
   */
  public void rewind(long metricsBytes) {
    try (FileChannel metrics =
        FileChannel.open(
            path.resolve(METRICS), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Files.deleteIfExists(path.resolve(SUMMARY));
      metrics.truncate(metricsBytes);
    } catch (IOException e) {
      throw new ReportException(
          Text.format("%s cannot be resumed: %s", path, AtomicFile.reason(e)), e);
    }
  }

  /**
   * Forces the metrics so far to disk.
   *
   * @return their length in bytes
   * @throws ReportException if that fails
   */
  public long forceMetrics() {
    try (FileChannel metrics = FileChannel.open(path.resolve(METRICS), StandardOpenOption.WRITE)) {
      metrics.force(true);
      return metrics.size();
    } catch (IOException e) {
      throw new ReportException(
          Text.format("%s cannot be written: %s", path.resolve(METRICS), AtomicFile.reason(e)), e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Whether the configuration has been written. */
  public boolean hasConfiguration() {
    return Files.exists(path.resolve(CONFIGURATION));
  }

  /** What {@code run.json} says. */
  public JsonNode configuration() {
    return JsonFiles.object(path.resolve(CONFIGURATION));
  }

  /** Writes the configuration of a run that begins. */
  public void write(RunConfiguration configuration) {
    Json.write(path.resolve(CONFIGURATION), configuration);
  }

  /** Adds to the configuration that the run goes on, maybe on another device or for longer. */
  public void resumed(RunConfiguration now) {
    ObjectNode run = (ObjectNode) configuration();
    run.withObject("/condensation").put("iterations", now.condensation().iterations());
    run.withArray("resumed").add(Json.tree(now.session()));
    Json.write(path.resolve(CONFIGURATION), run);
  }

  /** Writes the summary. */
  public void write(RunSummary summary) {
    Json.write(path.resolve(SUMMARY), summary);
  }

  /** Writes the images before condensing, as arrays and as a picture. */
  public void writeInitial(CondensedImages images) {
    writeImages(INITIAL, images);
  }

  /** Writes the condensed images, as arrays and as a picture. */
  public void writeCondensed(CondensedImages images) {
    writeImages(CONDENSED, images);
  }

  private void writeImages(String name, CondensedImages images) {
    SyntheticSet set = images.set();
    CondensedFile.write(path.resolve(name + ARRAYS), images);
    ImageGrid.write(path.resolve(name + PICTURE), set);
  }

  /** Reads the condensed images back. */
  public CondensedImages readCondensed() {
    return CondensedFile.read(path.resolve(CONDENSED + ARRAYS));
  }

  /**
   * Reads the images before condensing.
   *
   * @throws ReportException if there are none
   */
  public CondensedImages readInitial() {
    return CondensedFile.read(path.resolve(INITIAL + ARRAYS));
  }

  /** What networks trained on the images have come to. */
  public EvaluationLog evaluations() {
    return new EvaluationLog(path);
  }

  /** The events so far, one object a line. */
  public List<String> events() {
    return RunFiles.events(path).stream().map(Json::line).toList();
  }

  /**
   * Begins the log of events, or goes on with it; the caller closes it.
   *
   * @param listener gets every line, without its end, when it is in the file
   */
  public MetricsLog metrics(Consumer<String> listener) {
    return new MetricsLog(path.resolve(METRICS), listener);
  }
}
