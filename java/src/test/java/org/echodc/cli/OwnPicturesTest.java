package org.echodc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.cli.terminal.InThisProcess;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.data.picture.Pictures;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's own pictures, from a folder to a run and back to a folder. */
class OwnPicturesTest {
  private static final String SMALL =
      " --ipc 1 --iterations 2 --real-batch 4 --width 4 --epochs 1 --repeats 1 --evaluate echo";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path data;
  private Path run;

  @BeforeEach
  void names() {
    data = folder.resolve("pictures");
    run = folder.resolve("run");
  }

  private int run(String line) {
    return InThisProcess.run(out, err, line.split(" "));
  }

  private int condense(String options) {
    return run("condense --data folder --data-dir " + data + " --output " + run + SMALL + options);
  }

  /** The depth follows the size: 224 is halved six times, the last time from 7 to 3. */
  @ParameterizedTest
  @CsvSource({
    "64, 2, 4, ''",
    "128, 2, 5, ''",
    "224, 3, 6, ''",
    "64, 2, 4, --simulate",
    "56, 3, 4, --simulate"
  })
  void imagesOfEverySizeAreCondensedAndTested(int side, int factor, int depth, String where)
      throws IOException {
    Pictures.writeFolders(data, 2, 12, 40);
    String device = where.isEmpty() ? " --device cpu" : " " + where;
    int code = condense(" --image-size " + side + " --factor " + factor + device);
    assertEquals(0, code, err::toString);
    List<String> recipe = Files.readAllLines(run.resolve("recipe.yaml"));
    assertTrue(
        recipe.containsAll(List.of("data: folder", "image-size: " + side, "depth: " + depth)),
        recipe::toString);
    assertTrue(out.toString().contains("complete after"), out.toString());
  }

  @Test
  void aRunIsEvaluatedExportedAndCondensedAgain() throws IOException {
    Pictures.writeFolders(data, 2, 12, 16);
    assertEquals(0, condense(" --device cpu"), err::toString);
    String evaluation = " --epochs 1 --repeats 1 --device cpu --evaluation-augment color_crop";
    assertEquals(0, run("evaluate " + run + evaluation), err::toString);

    Path again = folder.resolve("again");
    for (String part : List.of("train", "val")) {
      String target = again.resolve(part).toString();
      assertEquals(0, run("export " + run + " --format png --output " + target), err::toString);
    }
    ImageDataset exported = DatasetCatalog.open("folder", Optional.of(again));
    assertEquals(Shape.of(16, 16, 3), exported.image());
    assertEquals(4, exported.train().count(0));
    assertEquals(List.of("0-c0", "1-c1"), exported.classNames());
  }

  /** The pictures have other sizes than the run: without its --image-size nothing would fit. */
  @Test
  void aRunIsEvaluatedAtItsImageSize() throws IOException {
    Pictures.writeFolders(data, 2, 12, 40);
    assertEquals(0, condense(" --device cpu --image-size 16"), err::toString);
    String evaluation = " --epochs 1 --repeats 1 --device cpu";
    assertEquals(0, run("evaluate " + run + evaluation), err::toString);
    assertEquals(2, run("evaluate " + run + evaluation + " --image-size 32"));
    assertTrue(err.toString().contains("holds images [16, 16, 3]"), err.toString());
    assertEquals(2, run("evaluate " + run + evaluation + " --data fashion-mnist-mini"));
    assertTrue(err.toString().contains("fashion-mnist-mini has images [28, 28, 1]"), "no folder");
  }

  @Test
  void nothingIsTestedWithoutTestImages() throws IOException {
    Pictures.writeFolders(data, 2, 12, 16);
    Files.move(data.resolve("val"), folder.resolve("elsewhere"));
    assertEquals(1, condense(" --device cpu"));
    assertTrue(err.toString().contains("has no folder val or test"), err.toString());
    String untested =
        "condense --data folder --data-dir %s --output %s --evaluate none --device cpu"
                .formatted(data, run)
            + " --ipc 1 --iterations 1 --real-batch 4 --width 4";
    assertEquals(0, run(untested), err::toString);
    assertEquals(0, run("report " + run), err::toString);
    assertEquals(1, run("evaluate " + run + " --data-dir " + data + " --device cpu"));
    assertTrue(err.toString().contains("condense with --evaluate none, which does without"));
  }

  @Test
  void whatDoesNotFitIsAUsageError() throws IOException {
    Pictures.writeFolders(data, 2, 12, 16);
    List<String> wrong = new ArrayList<>();
    assertEquals(2, condense(" --image-size 0"));
    wrong.add("--image-size must be 1 to 1024, not 0");
    assertEquals(2, run("condense --image-size 32"));
    wrong.add("images of data set fashion-mnist-mini have a size; leave out --image-size");
    assertEquals(1, run("condense --data folder"));
    wrong.add("data set folder has no usual place; name a folder that holds train/CLASS/*.png");
    wrong.forEach(message -> assertTrue(err.toString().contains(message), err.toString()));
  }
}
