package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.echodc.cli.terminal.InThisProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  private static final String TINY =
      "condense --device cpu --width 8 --iterations 1 --real-batch 8 --ipc 2 --evaluate none"
          + " --output ";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path target;

  private int run(String line) {
    return InThisProcess.run(out, err, line.split(" "));
  }

  private int export(String options) {
    return run("export " + folder.resolve("run") + " --output " + target + options);
  }

  @BeforeEach
  void condense() {
    target = folder.resolve("export");
    assertEquals(0, run(TINY + folder.resolve("run")), err::toString);
  }

  @Test
  void decodedImagesUnlessStoredOnesAreAskedFor() throws IOException {
    assertEquals(0, export(" --format png"), err::toString);
    assertEquals(2 * 2 * 2, count("7-Sneaker"));
    assertTrue(out.toString().contains(target + ": 80 images of 10 classes, png"), out.toString());

    assertEquals(0, export(" --format png --stored --overwrite"), err::toString);
    assertEquals(2, count("7-Sneaker"));
    assertEquals(2, count("0-T-shirt-top"));
  }

  private long count(String ofClass) throws IOException {
    try (Stream<Path> files = Files.list(target.resolve(ofClass))) {
      return files.count();
    }
  }

  @Test
  void anEarlierExportIsOnlyReplacedOnRequest() throws IOException {
    assertEquals(0, export(""), err::toString);
    byte[] first = Files.readAllBytes(target.resolve("train.npz"));
    assertEquals(1, export(" --type uint8"));
    assertTrue(err.toString().contains("--overwrite"), err.toString());
    assertEquals(first.length, Files.size(target.resolve("train.npz")));
    assertEquals(0, export(" --type UINT8 --overwrite"), err::toString);
    assertTrue(Files.size(target.resolve("train.npz")) < first.length);
  }

  @Test
  void theRunDirectoryIsNoPlaceForAnExport() throws IOException {
    byte[] condensed = Files.readAllBytes(folder.resolve("run/condensed.npz"));
    target = folder.resolve("run");
    assertEquals(1, export(" --overwrite"));
    assertTrue(err.toString().contains("no export made it"), err.toString());
    assertEquals(condensed.length, Files.size(folder.resolve("run/condensed.npz")));
  }

  @Test
  void optionsOfNpzAreRefusedForOthers() {
    assertEquals(2, export(" --format idx --layout nchw"));
    assertTrue(err.toString().contains("--type and --layout are for --format npz"));
    assertFalse(Files.exists(target));
    assertEquals(2, export(" --format gif"));
  }
}
