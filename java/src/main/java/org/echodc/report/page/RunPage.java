package org.echodc.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.echodc.report.ReportException;
import org.echodc.report.file.AtomicFile;
import org.echodc.report.file.ImageGrid;
import org.echodc.report.file.Json;
import org.echodc.report.run.RunDirectory;
import org.echodc.report.run.RunFiles;
import org.echodc.report.run.RunSummary;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.text.Text;

/** The page of a run: while it goes on, and as the report that it leaves. */
public final class RunPage {
  private static final List<String> SCRIPTS =
      List.of("dom.js", "chart.js", "run.js", "sections.js", "live.js");

  private RunPage() {}

  /**
   * Writes {@code report.html} of the files in a run directory.
   *
   * @return where it is
   * @throws ReportException if the folder has no {@code run.json}, or a file cannot be read, or the
   *     report not be written
   */
  public static Path writeReport(Path directory) {
    return write(RunFiles.read(directory));
  }

  /**
   * Writes {@code report.html} of a run that ends. Its summary is written after that: a run that is
   * complete has its report.
   *
   * @throws ReportException if a file cannot be read, or the report not be written
   */
  public static void writeReport(Path directory, RunSummary summary) {
    write(RunFiles.read(directory).endingWith(summary));
  }

  private static Path write(RunFiles run) {
    String html = report(run);
    Path file = run.path().resolve(RunDirectory.REPORT);
    AtomicFile.write(file, out -> out.write(html.getBytes(StandardCharsets.UTF_8)));
    return file;
  }

  private static String report(RunFiles run) {
    ObjectNode data = data(run.configuration(), false);
    data.set("summary", run.summary().orElse(null));
    data.putArray("events").addAll(run.events());
    data.putArray("evaluations").addAll(run.evaluations());
    ObjectNode pictures = data.putObject("pictures");
    run.initial().ifPresent(set -> pictures.set("initial", inline(set)));
    run.condensed()
        .ifPresent(
            set -> {
              ObjectNode picture = inline(set);
              run.summary()
                  .ifPresent(summary -> picture.set("iteration", summary.get("iterations")));
              pictures.set("condensed", picture);
            });
    return html(run.configuration(), data);
  }

  /** The page of a run that goes on; it asks for what happens at {@code events}. */
  public static String live(JsonNode configuration) {
    return html(configuration, data(configuration, true));
  }

  /**
   * A picture for the page, as JSON.
   *
   * @param name initial or condensed
   * @param source where the page gets it
   * @param iteration after which the images are like this; none before condensing
   */
  public static String picture(
      String name, String source, Optional<Integer> iteration, SyntheticSet set) {
    ObjectNode picture = picture(source, set);
    picture.put("name", name);
    iteration.ifPresent(after -> picture.put("iteration", after));
    return Json.line(picture);
  }

  private static ObjectNode data(JsonNode configuration, boolean live) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("live", live);
    data.set("run", configuration);
    data.set("summary", null);
    data.putArray("events");
    data.putArray("evaluations");
    data.putObject("pictures");
    return data;
  }

  private static String html(JsonNode configuration, JsonNode data) {
    return HtmlPage.of(
        Text.format("%s – ECHO run", configuration.path("dataset").asText()), SCRIPTS, data);
  }

  /** Images as the address of a picture that holds it. */
  public static String dataAddress(SyntheticSet set) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(ImageGrid.png(set));
  }

  /** A picture within the page. */
  static ObjectNode inline(SyntheticSet set) {
    return picture(dataAddress(set), set);
  }

  private static ObjectNode picture(String source, SyntheticSet set) {
    ObjectNode picture = JsonNodeFactory.instance.objectNode();
    picture.put("src", source);
    ImageGrid.Layout layout = ImageGrid.Layout.of(set);
    picture.put("rows", layout.rows());
    picture.put("classes", set.classes());
    picture.put("columns", layout.columns());
    picture.put("ipc", set.decoding().ipc());
    return picture;
  }
}
