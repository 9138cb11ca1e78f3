package org.echodc.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/** A headless Chromium with one page, on a profile of its own. */
public final class Chromium implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final int GOODBYE_SECONDS = 10;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Process process;
  private final DevTools page;

  /**
   * Starts the browser; where there is none, the test is skipped.
   *
   * @param folder for its profile
   */
  public Chromium(Path folder) throws Exception {
    Optional<Path> program = find();
    assumeTrue(program.isPresent(), "no Chromium; install it with: apt-get install chromium");
    Path profile = Files.createTempDirectory(folder, "chromium");
    process =
        new ProcessBuilder(
                program.get().toString(),
                "--headless=new",
                "--no-sandbox", // which root does not get
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    try {
      Path portFile = profile.resolve("DevToolsActivePort");
      await("the browser", () -> Files.exists(portFile) && Files.size(portFile) > 0);
      page = connect(Files.readAllLines(portFile).get(0));
    } catch (Exception | AssertionError e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw e;
    }
  }

  private static Optional<Path> find() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static DevTools connect(String port) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    String[] address = new String[1];
    await(
        "a page",
        () -> {
          String list = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
          for (JsonNode target : new ObjectMapper().readTree(list)) {
            if (target.get("type").asText().equals("page")) {
              address[0] = target.get("webSocketDebuggerUrl").asText();
            }
          }
          return address[0] != null;
        });
    return new DevTools(client, URI.create(address[0]));
  }

  /** Something that may throw. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until a condition holds; fails after a minute. */
  public static void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadline, () -> "waited in vain for " + what);
      Thread.sleep(50);
    }
  }

  /**
   * Opens an address.
   *
   * @param dark whether the page is asked for its dark colours
   */
  public void open(URI address, int width, int height, boolean dark) throws Exception {
    page.command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    String scheme = dark ? "dark" : "light";
    page.command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    page.command("Page.navigate", Map.of("url", address.toString()));
    await("the page", () -> evaluate("document.readyState === 'complete'").asBoolean());
  }

  /** Value of a JavaScript expression in the page. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        page.command("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    assertTrue(!answer.has("exceptionDetails"), () -> expression + ": " + answer);
    return answer.get("result").path("value");
  }

  /** Waits until a JavaScript expression is true in the page. */
  public void await(String expression) throws Exception {
    await(expression, () -> evaluate(expression).asBoolean());
  }

  /** What the whole page looks like. */
  public BufferedImage screenshot() throws Exception {
    JsonNode answer =
        page.command(
            "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    byte[] png = Base64.getDecoder().decode(answer.get("data").asText());
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private void end() {
    try {
      if (!process.waitFor(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the browser to end, with all its processes; nothing writes to its profile any more. */
  @Override
  public void close() {
    page.send("Browser.close");
    end();
    page.close();
  }
}
