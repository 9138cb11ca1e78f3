package org.echodc.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echodc.browser.Chromium;
import org.echodc.report.ReportException;
import org.echodc.report.file.Json;
import org.echodc.report.run.RecordExamples;
import org.echodc.report.run.RunConfiguration;
import org.echodc.report.run.RunDirectory;
import org.echodc.report.run.RunEvent;
import org.echodc.report.run.RunExamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as text; the browser's view of it is tested with the commands. */
class HtmlReportTest {
  private static final String HOSTILE = "</script><img src=x onerror=alert(1)>{{data}}&\"'<!--";

  @TempDir private Path folder;

  private String report(RunConfiguration configuration) throws IOException {
    Path path = folder.resolve("run");
    RunDirectory.create(path, true).write(configuration);
    return Files.readString(RunPage.writeReport(path));
  }

  @Test
  void namesNeverBecomeMarkup() throws IOException {
    String html = report(RunExamples.configuration(HOSTILE, List.of(HOSTILE, "b", "c")));
    assertFalse(html.contains("<img src=x"), html);
    assertEquals(2, html.split("</script>", -1).length - 1, "the data's and the code's end");
    assertTrue(html.contains("\\u003c/script\\u003e\\u003cimg"), html);
    assertTrue(html.contains("<title>&lt;/script&gt;&lt;img"), html);
  }

  @Test
  void aBrowserShowsNamesAsText() throws Exception {
    report(RunExamples.configuration(HOSTILE, List.of(HOSTILE, "b", "c")));
    try (Chromium browser = new Chromium(folder)) {
      browser.open(folder.resolve("run/report.html").toUri(), 1000, 1000, false);
      assertEquals(HOSTILE, browser.evaluate("document.querySelector('h1').textContent").asText());
      assertEquals(HOSTILE + " – ECHO run", browser.evaluate("document.title").asText());
      assertEquals(0, browser.evaluate("document.images.length").asInt());
    }
  }

  @Test
  void thePolicyAllowsItsOwnScriptAndStyleOnly() throws Exception {
    String html = report(RunExamples.configuration());
    for (String kind : List.of("script", "style")) {
      Matcher element =
          Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(kind), Pattern.DOTALL).matcher(html);
      assertTrue(element.find(), kind);
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(element.group(1).getBytes(StandardCharsets.UTF_8));
      String expected = "%s-src 'sha256-%s'";
      String encoded = Base64.getEncoder().encodeToString(hash);
      assertTrue(html.contains(expected.formatted(kind, encoded)), kind);
    }
    assertTrue(html.contains("default-src 'none'"), html);
  }

  @Test
  void aRunThatWasKilledHasAReportToo() throws IOException {
    Path path = folder.resolve("run");
    RunDirectory run = RunDirectory.create(path, false);
    run.write(RunExamples.configuration());
    run.writeInitial(RecordExamples.small());
    String line = Json.line(RunEvent.Loss.of("echo", 1, 0.5, List.of(1f, 2f)));
    Files.writeString(path.resolve("metrics.jsonl"), line + "\n{\"event\":\"lo");
    String html = Files.readString(RunPage.writeReport(path));
    assertTrue(html.contains("\"summary\":null"), html);
    assertTrue(html.contains("\"events\":[" + line + "]"), html);
    assertTrue(html.contains("\"initial\":{\"src\":\"data:image/png;base64,"), html);
  }

  private void refused(Path path, String message) {
    ReportException e = assertThrows(ReportException.class, () -> RunPage.writeReport(path));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void whatIsNoRunIsRefused() throws IOException {
    refused(folder, folder + " is no run directory: it has no run.json");
    Files.writeString(folder.resolve("run.json"), "[1, 2]");
    refused(folder, "run.json is not a JSON object");
    Files.writeString(folder.resolve("run.json"), "{\"dataset\":");
    refused(folder, "run.json is not JSON");
    Files.writeString(folder.resolve("run.json"), "{} {}");
    refused(folder, "run.json is not JSON");
    Files.writeString(folder.resolve("run.json"), "{}");
    Files.writeString(folder.resolve("metrics.jsonl"), "{}\nnonsense\n");
    refused(folder, "metrics.jsonl, line 2 is not JSON");
    Files.writeString(folder.resolve("run.json"), "{}" + " ".repeat(17 << 20));
    refused(folder, "expected at most 16777216");
  }

  /** Hostile nesting is refused by the parser, and does not end the thread. */
  @Test
  void deepNestingIsRefused() throws IOException {
    Files.writeString(folder.resolve("run.json"), "{\"a\":".repeat(100_000));
    refused(folder, "run.json is not JSON");
  }
}
