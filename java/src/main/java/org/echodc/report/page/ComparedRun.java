package org.echodc.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.report.ReportException;
import org.echodc.report.run.RunFiles;
import org.echodc.text.Text;

/**
 * A run among others.
 *
 * @param files what it left
 * @param accuracy of its condensed images; none where they were not evaluated
 */
public record ComparedRun(RunFiles files, Optional<AccuracyStatistics> accuracy) {

  static ComparedRun of(RunFiles files) {
    JsonNode values =
        summary(files)
            .path("accuracy")
            .path(files.configuration().at("/condensation/objective").asText())
            .path("values");
    List<Double> accuracies = new ArrayList<>();
    for (JsonNode value : values) {
      if (!value.isNumber() || !(value.asDouble() >= 0 && value.asDouble() <= 100)) {
        throw new ReportException(
            Text.format("%s: the accuracy %s is not one in per cent", files.path(), value));
      }
      accuracies.add(value.asDouble());
    }
    return new ComparedRun(
        files,
        accuracies.isEmpty() ? Optional.empty() : Optional.of(new AccuracyStatistics(accuracies)));
  }

  private static JsonNode summary(RunFiles files) {
    return files.summary().orElse(MissingNode.getInstance());
  }

  /** How the user named it. */
  public String name() {
    return files.path().toString();
  }

  /** What it minimised. */
  public String objective() {
    return configuration("/condensation/objective").asText();
  }

  /** What other networks made of its condensed images, lines of {@code evaluations.jsonl}. */
  public List<JsonNode> evaluations() {
    return files.evaluations().stream()
        .filter(line -> line.path("set").asText().equals(objective()))
        .toList();
  }

  /** How it ended; unfinished where there is no summary. */
  String status() {
    return summary(files).path("status").asText("unfinished");
  }

  /** Something in its summary, 0 where it is missing. */
  public double measured(String name) {
    return summary(files).path(name).asDouble(0);
  }

  /** The devices that it ran on, each once: where it began, and where it went on. */
  Set<JsonNode> devices() {
    Set<JsonNode> devices = new HashSet<>();
    devices.add(configuration("/device"));
    configuration("/resumed").forEach(session -> devices.add(session.path("device")));
    return devices;
  }

  /** Something in {@code run.json}, by its JSON pointer. */
  JsonNode configuration(String pointer) {
    return files.configuration().at(pointer);
  }
}
