package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.echodc.browser.Chromium;
import org.echodc.cli.terminal.Interruption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes the pictures {@code live.png} and {@code report.png} of {@code benchmarks/results}: the
 * pages of the demonstration, down to the curves. Not a test, but made like one: it is run by name.
 */
class ReadmePictures {
  private static final Path RESULTS = Path.of("..", "benchmarks", "results");
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+/");
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 1600;
  private static final int MARGIN = 24;
  private static final String LOSSES =
      "(document.querySelector('#loss-echo polyline[data-series=mean]')"
          + "?.getAttribute('points').split(' ').length ?? 0)";
  private static final String LOADED =
      "document.images.length === 2 && [...document.images].every(i => i.naturalWidth > 100)";
  private static final String END_OF_CURVES =
      "Math.max(...[...document.querySelectorAll('.charts')]"
          + ".map(charts => charts.getBoundingClientRect().bottom))";

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  @Test
  void ofTheDemonstration() throws Exception {
    Path run = folder.resolve("demonstration");
    try (Chromium browser = new Chromium(folder)) {
      CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> demonstration(run));
      Matcher address = ADDRESS.matcher("");
      Chromium.await("an address", () -> address.reset(err.toString()).find());
      Chromium.await("the page", () -> run.resolve("initial.npz").toFile().exists());
      browser.open(URI.create(address.group()), WIDTH, HEIGHT, true);
      browser.await(LOADED);
      browser.await(LOSSES + " > 6");
      write(browser, "live.png");
      assertEquals(0, code.get(), err::toString);

      browser.open(run.resolve("report.html").toUri(), WIDTH, HEIGHT, false);
      browser.await(LOADED);
      write(browser, "report.png");
    }
  }

  private int demonstration(Path run) {
    return Main.run(
        new Interruption(),
        new PrintWriter(new StringWriter()),
        new PrintWriter(err, true),
        "condense",
        "--live",
        "--output",
        run.toString());
  }

  private static void write(Chromium browser, String name) throws Exception {
    int end = browser.evaluate(END_OF_CURVES).asInt() + MARGIN;
    BufferedImage page = browser.screenshot();
    int height = Math.min(end, page.getHeight());
    write(page.getSubimage(0, 0, page.getWidth(), height), RESULTS.resolve(name));
  }

  private static void write(BufferedImage picture, Path file) throws IOException {
    ImageIO.write(picture, "png", file.toFile());
  }
}
