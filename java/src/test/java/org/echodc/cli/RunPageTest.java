package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.echodc.browser.Chromium;
import org.echodc.cli.terminal.InThisProcess;
import org.echodc.cli.terminal.Interruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run in a real browser: while the run goes on, as a report, and compared. */
class RunPageTest {
  private static final String TINY = "condense --width 8 --real-batch 8 --ipc 2 --factor 2";
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/");
  private static final String POINTS =
      "(document.querySelector('#%s polyline[data-series=\"%s\"]')"
          + "?.getAttribute('points').split(' ').length ?? 0)";
  private static final String IMAGES_HAVE_A_SIZE =
      "document.images.length === %d && [...document.images].every(i => i.naturalWidth > 100)";
  private static final String STATUS = "document.querySelector('.status')?.textContent";

  @TempDir private Path folder;

  private final Interruption interruption = new Interruption();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String arguments) {
    return InThisProcess.run(interruption, out, err, arguments.split(" "));
  }

  private static String points(String chart, String series) {
    return POINTS.formatted(chart, series);
  }

  @Test
  void aRunCanBeWatchedWhileItGoesOn() throws Exception {
    try (Chromium browser = new Chromium(folder)) {
      String arguments =
          TINY + " --iterations 1000000 --loss-every 2 --live --output " + folder.resolve("run");
      CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> run(arguments));
      try {
        Matcher address = ADDRESS.matcher("");
        Chromium.await("an address", () -> address.reset(err.toString()).find());
        Chromium.await("the run", () -> Files.exists(folder.resolve("run/initial.npz")));
        browser.open(URI.create(address.group()), 1000, 1600, true);

        browser.await(points("loss-echo", "mean") + " > 2");
        browser.await(IMAGES_HAVE_A_SIZE.formatted(2));
        assertEquals("running", browser.evaluate(STATUS).asText());
        assertTrue(browser.evaluate("document.querySelector('.going') !== null").asBoolean());
        int before = browser.evaluate(points("loss-echo", "mean")).asInt();
        String picture = browser.evaluate("document.images[1].src").asText();
        browser.await(points("loss-echo", "mean") + " > " + before);
        browser.await("document.images[1].src !== '" + picture + "'");
        assertNotBlank(browser.screenshot(), "live");

        interruption.request();
        browser.await(STATUS + " === 'cancelled'");
        browser.await("document.images[1].src.startsWith('data:')");
        browser.await(IMAGES_HAVE_A_SIZE.formatted(2));
      } finally {
        interruption.request();
        assertEquals(0, code.get(1, TimeUnit.MINUTES), err::toString);
      }
    }
  }

  @Test
  void theReportShowsWhatTheRunCameTo() throws Exception {
    Path run = folder.resolve("run");
    int code =
        run(
            TINY
                + " --iterations 9 --loss-every 2 --epochs 6 --test-every 2 --repeats 2"
                + " --evaluate random,echo --output "
                + run);
    assertEquals(0, code, err::toString);
    try (Chromium browser = new Chromium(folder)) {
      browser.open(run.resolve("report.html").toUri(), 1000, 1600, false);

      assertEquals("complete", browser.evaluate(STATUS).asText());
      String heading = browser.evaluate("document.querySelector('h1').textContent").asText();
      assertEquals("fashion-mnist-mini", heading);
      browser.await(points("loss-echo", "mean") + " === 6"); // 1, 2, 4, 6, 8, 9
      assertEquals(6, browser.evaluate(points("loss-echo", "T-shirt/top")).asInt());
      for (String set : new String[] {"random", "echo"}) {
        assertEquals(3, browser.evaluate(points("accuracy", set)).asInt(), set); // 2, 4, 6
        assertEquals(3, browser.evaluate(points("accuracy", set + " 2")).asInt(), set);
        assertEquals(6, browser.evaluate(points("training-loss", set)).asInt(), set);
      }
      browser.await(IMAGES_HAVE_A_SIZE.formatted(2));
      JsonNode summary = new ObjectMapper().readTree(run.resolve("summary.json").toFile());
      double mean = summary.at("/accuracy/echo/mean").asDouble();
      String table = browser.evaluate("document.querySelectorAll('table')[0].innerText").asText();
      assertTrue(table.contains("%.2f %%".formatted(mean)), table);
      assertTrue(table.contains("random real images"), table);
      String page = browser.evaluate("document.body.innerText").asText();
      for (String part : new String[] {"Bag", "condense echo", "--test-every 2", "onednn"}) {
        assertTrue(page.toLowerCase().contains(part.toLowerCase()), part + " in " + page);
      }
      assertNotBlank(browser.screenshot(), "report");
      byte[] written = Files.readAllBytes(run.resolve("report.html"));
      assertEquals(0, run("report " + run), err::toString);
      assertArrayEquals(written, Files.readAllBytes(run.resolve("report.html")), "made again");
    }
  }

  @Test
  void theReportFitsAPhone() throws Exception {
    Path run = folder.resolve("run");
    assertEquals(0, run(TINY + " --iterations 2 --epochs 1 --evaluate echo --output " + run));
    try (Chromium browser = new Chromium(folder)) {
      browser.open(run.resolve("report.html").toUri(), 360, 800, true);
      browser.await(points("loss-echo", "mean") + " === 2");
      assertEquals(360, browser.evaluate("document.documentElement.scrollWidth").asInt());
    }
  }

  @Test
  void runsAreShownSideBySide() throws Exception {
    for (int seed = 1; seed <= 2; seed++) {
      String evaluate = " --iterations 4 --loss-every 1 --epochs 2 --repeats 2 --evaluate echo";
      String output = " --seed " + seed + " --output " + folder.resolve("run" + seed);
      assertEquals(0, run(TINY + evaluate + output), err::toString);
    }
    Path html = folder.resolve("both.html");
    String runs = folder.resolve("run1") + " " + folder.resolve("run2");
    assertEquals(0, run("compare " + runs + " --html " + html), err::toString);
    try (Chromium browser = new Chromium(folder)) {
      browser.open(html.toUri(), 1000, 1600, false);
      for (int seed = 1; seed <= 2; seed++) {
        browser.await(points("loss-0", folder.resolve("run" + seed).toString()) + " === 4");
      }
      browser.await(IMAGES_HAVE_A_SIZE.formatted(2));
      assertEquals(
          2, browser.evaluate("document.querySelectorAll('table')[0].rows.length").asInt() - 1);
      assertNotBlank(browser.screenshot(), "compared");
    }
  }

  /** Files of older versions say that the distance of means is a kernel. */
  @Test
  void aDistanceOfMeansIsComparedWithThatOfAnOlderVersion() throws Exception {
    for (String name : List.of("new", "old")) {
      String command = TINY + " --objective dm --iterations 3 --evaluate none --output ";
      assertEquals(0, run(command + folder.resolve(name)), err::toString);
    }
    Path configuration = folder.resolve("old/run.json");
    String text = Files.readString(configuration);
    String before = "{ \"kernel\" : \"mean\", \"implementation\" : \"fused\" }";
    assertTrue(text.contains("\"mean_distance\""), text);
    Files.writeString(configuration, text.replace("\"mean_distance\"", before));
    assertEquals(0, run("report " + folder.resolve("old")), err::toString);
    Path html = folder.resolve("both.html");
    String runs = folder.resolve("new") + " " + folder.resolve("old");
    assertEquals(0, run("compare " + runs + " --html " + html), err::toString);
    try (Chromium browser = new Chromium(folder)) {
      browser.open(html.toUri(), 1000, 1600, false);
      for (String name : List.of("new", "old")) {
        browser.await(points("loss-0", folder.resolve(name).toString()) + " > 1");
      }
    }
  }

  /**
   * Text, curves and pictures have many colours, and the page is mostly its background. The
   * screenshot is kept in {@code target/screenshots}, for people to look at.
   */
  private static void assertNotBlank(BufferedImage screenshot, String name) throws IOException {
    Path screenshots = Files.createDirectories(Path.of("target/screenshots"));
    ImageIO.write(screenshot, "png", screenshots.resolve(name + ".png").toFile());
    Set<Integer> colors = new HashSet<>();
    int background = screenshot.getRGB(2, 2);
    long other = 0;
    for (int y = 0; y < screenshot.getHeight(); y++) {
      for (int x = 0; x < screenshot.getWidth(); x++) {
        int color = screenshot.getRGB(x, y);
        colors.add(color);
        other += color == background ? 0 : 1;
      }
    }
    double share = (double) other / screenshot.getWidth() / screenshot.getHeight();
    assertTrue(colors.size() > 200, colors.size() + " colours");
    assertTrue(share > 0.02 && share < 0.6, share + " of the page is not background");
  }
}
