package org.echodc.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echodc.report.ReportException;
import org.echodc.report.file.CondensedFile;
import org.echodc.report.file.CondensedImages;
import org.echodc.report.file.Json;
import org.echodc.report.file.JsonFiles;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.text.Text;

/**
 * The files of an earlier run, for showing it; a run that was ended by force lacks some.
 *
 * @param path of the run directory
 * @param configuration {@code run.json}
 * @param summary {@code summary.json}, if the run ended in order
 * @param events lines of {@code metrics.jsonl}
 * @param initial images before condensing
 * @param condensed images after condensing
 * @param evaluations of these images by other networks, lines of {@code evaluations.jsonl}
 */
public record RunFiles(
    Path path,
    JsonNode configuration,
    Optional<JsonNode> summary,
    List<JsonNode> events,
    Optional<SyntheticSet> initial,
    Optional<SyntheticSet> condensed,
    List<JsonNode> evaluations) {

  /**
   * Reads the files.
   *
   * @throws ReportException if the folder has no {@code run.json}, or a file cannot be read
   */
  public static RunFiles read(Path path) {
    Path configuration =
        present(path, RunDirectory.CONFIGURATION)
            .orElseThrow(
                () ->
                    new ReportException(
                        Text.format(
                            "%s is no run directory: it has no %s",
                            path, RunDirectory.CONFIGURATION)));
    Optional<SyntheticSet> initial = images(path, RunDirectory.INITIAL);
    Optional<SyntheticSet> condensed = images(path, RunDirectory.CONDENSED);
    return new RunFiles(
        path,
        JsonFiles.object(configuration),
        present(path, RunDirectory.SUMMARY).map(JsonFiles::object),
        events(path),
        initial,
        condensed,
        new EvaluationLog(path).about(checksums(initial, condensed)));
  }

  private static Set<String> checksums(
      Optional<SyntheticSet> initial, Optional<SyntheticSet> condensed) {
    return Stream.of(initial, condensed)
        .flatMap(Optional::stream)
        .map(EvaluationLog::checksum)
        .collect(Collectors.toSet());
  }

  /** These files beside a summary that has not been written yet. */
  public RunFiles endingWith(RunSummary ending) {
    return new RunFiles(
        path,
        configuration,
        Optional.of(Json.tree(ending)),
        events,
        initial,
        condensed,
        evaluations);
  }

  /** The events in a run directory, none where none have been written. */
  static List<JsonNode> events(Path path) {
    return present(path, RunDirectory.METRICS).map(JsonFiles::lines).orElse(List.of());
  }

  private static Optional<SyntheticSet> images(Path path, String name) {
    return present(path, name + RunDirectory.ARRAYS)
        .map(CondensedFile::read)
        .map(CondensedImages::set);
  }

  private static Optional<Path> present(Path path, String name) {
    return Optional.of(path.resolve(name)).filter(Files::isRegularFile);
  }
}
