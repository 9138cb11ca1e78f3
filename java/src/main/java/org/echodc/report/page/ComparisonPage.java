package org.echodc.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.report.file.Json;

/** Runs side by side as a page that needs nothing but itself. */
public final class ComparisonPage {
  private static final List<String> SCRIPTS = List.of("dom.js", "chart.js", "compare.js");

  private ComparisonPage() {}

  /**
   * Writes the page, replacing the file in one step.
   *
   * @throws ReportException if it cannot be written
   */
  public static void write(Path file, RunComparison comparison) {
    String html = html(comparison);
    AtomicFile.write(file, out -> out.write(html.getBytes(StandardCharsets.UTF_8)));
  }

  static String html(RunComparison comparison) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("method", String.join(" ", RunComparison.METHOD));
    ArrayNode warnings = data.putArray("warnings");
    comparison.warnings().forEach(warnings::add);
    ArrayNode runs = data.putArray("runs");
    for (int i = 0; i < comparison.runs().size(); i++) {
      runs.add(
          run(
              comparison.runs().get(i),
              comparison.probabilities().get(i),
              comparison.corrected().get(i)));
    }
    return HtmlPage.of("ECHO runs compared", SCRIPTS, data);
  }

  private static JsonNode run(ComparedRun run, OptionalDouble probability, OptionalDouble holm) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", run.name());
    node.set("run", run.files().configuration());
    node.set("summary", run.files().summary().orElse(null));
    node.set("accuracy", run.accuracy().map(Json::tree).orElse(null));
    put(node, "probability", probability);
    put(node, "holm", holm);
    node.putArray("evaluations").addAll(run.evaluations());
    run.files().condensed().ifPresent(set -> node.set("picture", RunPage.inline(set)));
    ArrayNode losses = node.putArray("losses");
    for (JsonNode event : run.files().events()) {
      if (event.path("event").asText().equals("loss")
          && event.path("objective").asText().equals(run.objective())) {
        losses.addArray().add(event.path("iteration")).add(event.path("mean"));
      }
    }
    return node;
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(name, value.getAsDouble());
    } else {
      node.putNull(name);
    }
  }
}
