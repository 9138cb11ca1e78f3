package org.echodc.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.echodc.report.page.ComparedRun;
import org.echodc.report.page.RunComparison;
import org.echodc.text.Text;

/** What the same networks, trained the same way, made of each run's images: runs are columns. */
public final class NetworkComparisonTable {
  private final List<String[]> rows = new ArrayList<>();

  public NetworkComparisonTable(RunComparison comparison) {
    List<ComparedRun> runs = comparison.runs();
    rows.add(cells("network", runs.stream().map(ComparedRun::name)));
    Map<JsonNode, String> networks = new LinkedHashMap<>();
    runs.forEach(run -> run.evaluations().forEach(line -> networks.put(how(line), name(line))));
    networks.forEach((how, name) -> rows.add(cells(name, runs.stream().map(run -> of(how, run)))));
  }

  /** Whether no run was judged by another network. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  private static String[] cells(String first, Stream<String> others) {
    return Stream.concat(Stream.of(first), others).toArray(String[]::new);
  }

  private static String name(JsonNode line) {
    return Text.format(
        "%s, %d epochs", line.path("description").asText(), line.at("/evaluation/epochs").asInt());
  }

  /** How a network was trained, but for what only moves its accuracy about. */
  private static JsonNode how(JsonNode line) {
    ObjectNode evaluation = line.path("evaluation").deepCopy();
    return evaluation.remove(List.of("seed", "repeats"));
  }

  /** The latest result of a run. */
  private static String of(JsonNode how, ComparedRun run) {
    return run.evaluations().stream()
        .filter(line -> how(line).equals(how))
        .reduce((earlier, later) -> later)
        .map(line -> accuracy(line.path("accuracy")))
        .orElse("-");
  }

  private static String accuracy(JsonNode accuracy) {
    JsonNode interval = accuracy.path("interval_95");
    String mean = Text.format("%.2f %%", accuracy.path("mean").asDouble());
    return interval.isArray()
        ? Text.format(
            "%s (%.2f to %.2f)", mean, interval.path(0).asDouble(), interval.path(1).asDouble())
        : mean;
  }

  @Override
  public String toString() {
    return new TextTable(rows, 1).toString();
  }
}
