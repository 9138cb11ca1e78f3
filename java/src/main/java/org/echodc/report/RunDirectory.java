package org.echodc.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.echodc.condense.SyntheticSet;

/**
 * The folder that a run leaves: {@code condensed.npz} and {@code initial.npz}, {@code
 * condensed.png} and {@code initial.png}, {@code metrics.csv}, {@code run.json}, {@code
 * summary.json}. Files appear complete or not at all.
 */
public final class RunDirectory {
  private static final String CONDENSED = "condensed";
  private static final String INITIAL = "initial";
  private static final String ARRAYS = ".npz";
  private static final String PICTURE = ".png";
  private static final String METRICS = "metrics.csv";
  private static final String CONFIGURATION = "run.json";
  private static final String SUMMARY = "summary.json";
  private static final Set<String> FILES =
      Set.of(
          CONDENSED + ARRAYS,
          INITIAL + ARRAYS,
          CONDENSED + PICTURE,
          INITIAL + PICTURE,
          METRICS,
          CONFIGURATION,
          SUMMARY);

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
    try {
      // createDirectories refuses a symbolic link to a folder
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
      }
      List<Path> present = list(path);
      if (!present.isEmpty() && !overwrite) {
        throw new ReportException(
            "%s is not empty; name another folder with --output, or replace the run in it with"
                    .formatted(path)
                + " --overwrite");
      }
      for (Path file : present) {
        requireWrittenByRun(file);
      }
      requireWritable(path);
      for (Path file : present) {
        Files.deleteIfExists(file);
      }
      return new RunDirectory(path);
    } catch (IOException e) {
      throw new ReportException(
          "run directory %s cannot be written: %s".formatted(path, AtomicFile.reason(e)), e);
    }
  }

  private static void requireWrittenByRun(Path file) {
    String name = file.getFileName().toString();
    boolean known =
        FILES.stream().anyMatch(n -> name.equals(n) || name.equals(AtomicFile.temporaryName(n)));
    if (!known || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new ReportException(
          "%s holds %s, which no run wrote; name another folder with --output"
              .formatted(file.toAbsolutePath().getParent(), name));
    }
  }

  /** Fails now rather than after hours of work, and before an earlier run is removed. */
  private static void requireWritable(Path path) throws IOException {
    Path probe = path.resolve(AtomicFile.temporaryName(CONFIGURATION));
    Files.deleteIfExists(probe);
    Files.createFile(probe);
    Files.delete(probe);
  }

  private static List<Path> list(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.sorted().toList();
    }
  }

  /**
   * Opens the directory of an earlier run.
   *
   * @throws ReportException if it has no condensed images
   */
  public static RunDirectory open(Path path) {
    if (!Files.isRegularFile(path.resolve(CONDENSED + ARRAYS))) {
      throw new ReportException(
          "%s is no run directory: it has no %s".formatted(path, CONDENSED + ARRAYS));
    }
    return new RunDirectory(path);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Writes the configuration. */
  public void write(RunConfiguration configuration) {
    Json.write(path.resolve(CONFIGURATION), configuration);
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

  /** Begins the log of losses; the caller closes it. */
  public MetricsLog metrics(int classes) {
    return new MetricsLog(path.resolve(METRICS), classes);
  }
}
