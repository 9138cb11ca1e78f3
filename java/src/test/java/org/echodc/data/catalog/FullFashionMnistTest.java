package org.echodc.data.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real Fashion-MNIST, where Debian's package is installed (CI installs it). */
class FullFashionMnistTest {
  private static ImageDataset full;

  @BeforeAll
  static void open() {
    assumeTrue(
        Files.isDirectory(Path.of("/usr/share/datasets/fashion-mnist")),
        "Debian's dataset-fashion-mnist is not installed");
    full = DatasetCatalog.open("fashion-mnist", Optional.empty());
  }

  @Test
  void hasAllImages() {
    assertEquals(Shape.of(60_000, 28, 28, 1), full.train().shape());
    assertEquals(Shape.of(10_000, 28, 28, 1), full.test().shape());
    for (int label = 0; label < full.classes(); label++) {
      assertEquals(6_000, full.train().count(label));
      assertEquals(1_000, full.test().count(label));
    }
  }

  @Test
  void bundledSubsetIsTheFirstImagesOfEachClass() {
    ImageDataset mini = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());
    assertFirstOfEachClass(full.train(), mini.train());
    assertFirstOfEachClass(full.test(), mini.test());
  }

  private static void assertFirstOfEachClass(ImageSet all, ImageSet subset) {
    for (int label = 0; label < all.classes(); label++) {
      int count = subset.count(label);
      assertArrayEquals(
          images(all, all.bounds().get(label), count),
          images(subset, subset.bounds().get(label), count));
    }
  }

  private static byte[] images(ImageSet set, int first, int count) {
    int size = Math.toIntExact(set.image().elements());
    return Arrays.copyOfRange(set.pixels(), first * size, (first + count) * size);
  }
}
