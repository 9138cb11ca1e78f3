package org.echodc.report.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.report.file.CondensedImages;
import org.echodc.report.run.RecordExamples;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An export as a folder of PNGs a class is a data set of its own. */
class ExportedFolderTest {
  private static final Normalization RGB =
      new Normalization(List.of(.1f, .2f, .3f), List.of(.4f, .5f, .6f));

  @TempDir private Path folder;

  private ImageDataset exported(ExportedImages images) {
    for (String part : List.of("train", "val")) {
      ExportFolder.write(folder.resolve(part), false, new PngExport(), images);
    }
    return DatasetCatalog.open("folder", Optional.of(folder));
  }

  @Test
  void coloursComeBackToTheBit() {
    ExportedImages images =
        ExportedImages.stored(
            new CondensedImages("birds", RGB, RecordExamples.set(Shape.of(4, 5, 3), 12, 3)));
    ImageDataset read = exported(images);
    assertEquals(Shape.of(4, 5, 3), read.image());
    assertEquals("00", read.classNames().get(0));
    assertArrayEquals(images.labels(), read.train().labels());
    assertArrayEquals(ExportedImages.toBytes(images.pixels()), read.train().pixels());
    assertArrayEquals(read.train().pixels(), read.test().pixels());
  }

  @Test
  void grayBecomesThreeEqualColours() {
    ExportedImages images = ExportedImages.stored(RecordExamples.small());
    byte[] gray = ExportedImages.toBytes(images.pixels());
    byte[] colours = exported(images).train().pixels();
    assertEquals(3 * gray.length, colours.length);
    for (int i = 0; i < colours.length; i++) {
      assertEquals(gray[i / 3], colours[i], "byte " + i);
    }
  }
}
