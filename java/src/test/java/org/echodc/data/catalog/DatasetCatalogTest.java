package org.echodc.data.catalog;

import static org.echodc.data.format.IdxBytes.IMAGES;
import static org.echodc.data.format.IdxBytes.file;
import static org.echodc.data.format.IdxBytes.gzip;
import static org.echodc.data.format.IdxBytes.labels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.echodc.data.DataException;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog.TestImages;
import org.echodc.failure.Told;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCatalogTest {
  @TempDir private Path folder;

  @Test
  void bundledSubsetIsStratified() {
    ImageDataset mini = DatasetCatalog.open("fashion-mnist-mini", Optional.empty());
    assertEquals(10, mini.classes());
    assertEquals(Shape.of(28, 28, 1), mini.image());
    for (int label = 0; label < mini.classes(); label++) {
      assertEquals(500, mini.train().count(label));
      assertEquals(100, mini.test().count(label));
    }
    double mean =
        IntStream.range(0, mini.train().pixels().length)
            .map(i -> Byte.toUnsignedInt(mini.train().pixels()[i]))
            .average()
            .orElseThrow();
    assertEquals(mini.normalization().mean().get(0), mean / 255, 0.01);
    assertTrue(mini.mirrorable());
  }

  @Test
  void readsPlainAndGzipFilesOfAFolder() throws IOException {
    put("train-images-idx3-ubyte", file(3 * 6, IMAGES, 3, 2, 3));
    put("train-labels-idx1-ubyte.gz", gzip(labels(7, 2, 7)));
    put("t10k-images-idx3-ubyte.gz", gzip(file(6, IMAGES, 1, 2, 3)));
    put("t10k-labels-idx1-ubyte", labels(4));
    ImageDataset mnist = DatasetCatalog.open("mnist", Optional.of(folder));
    assertArrayEquals(new int[] {2, 7, 7}, mnist.train().labels());
    assertArrayEquals(new int[] {4}, mnist.test().labels());
    assertEquals(6, mnist.train().pixels()[0]);
    assertEquals(Normalization.gray(.1307f, .3081f), mnist.normalization());
    assertFalse(mnist.mirrorable());
  }

  @Test
  void unknownNameListsTheKnown() {
    refused(
        IllegalArgumentException.class,
        "cifar",
        Optional.empty(),
        "unknown data set 'cifar'; known: fashion-mnist-mini, fashion-mnist, mnist");
    assertEquals(
        List.of(
            "fashion-mnist-mini",
            "fashion-mnist",
            "mnist",
            "svhn",
            "cifar-10",
            "cifar-100",
            "tiny-imagenet",
            "imagenet-10",
            "imagenet-100",
            "folder"),
        DatasetCatalog.names());
  }

  @Test
  void missingFilesAreNamedWithTheCure() {
    refused(
        DataException.class,
        "fashion-mnist",
        Optional.of(folder),
        "no train-images-idx3-ubyte or train-images-idx3-ubyte.gz in " + folder,
        "apt-get install dataset-fashion-mnist",
        "DATA_NOT_FOUND");
  }

  @Test
  void everyPlaceLookedAtIsNamed() {
    Path cache = Path.of(System.getProperty("user.home"), ".cache/echodc/mnist");
    Path system = Path.of("/usr/share/datasets/mnist");
    assumeFalse(Files.exists(cache) || Files.exists(system), "MNIST is installed");
    refused(DataException.class, "mnist", Optional.empty(), cache.toString(), system.toString());
  }

  @Test
  void aMissingCompanionIsNamed() throws IOException {
    put("t10k-images-idx3-ubyte", file(6, IMAGES, 1, 2, 3));
    put("train-images-idx3-ubyte", file(6, IMAGES, 1, 2, 3));
    refused(
        DataException.class,
        "mnist",
        Optional.of(folder),
        folder + " has no train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz");
  }

  @Test
  void imagesAndLabelsMustBeAsMany() throws IOException {
    put("t10k-images-idx3-ubyte", file(6, IMAGES, 1, 2, 3));
    put("train-images-idx3-ubyte", file(6, IMAGES, 1, 2, 3));
    put("train-labels-idx1-ubyte", labels(7, 2));
    refused(
        DataException.class,
        "mnist",
        Optional.of(folder),
        "train-images-idx3-ubyte holds 1 images, but ",
        "train-labels-idx1-ubyte 2 labels");
  }

  @Test
  void trainingAndTestImagesMustBeOfOneSize() throws IOException {
    put("train-images-idx3-ubyte", file(6, IMAGES, 1, 2, 3));
    put("train-labels-idx1-ubyte", labels(7));
    put("t10k-images-idx3-ubyte", file(4, IMAGES, 1, 2, 2));
    put("t10k-labels-idx1-ubyte", labels(4));
    refused(
        DataException.class,
        "mnist",
        Optional.of(folder),
        "training images are [2, 3, 1], but test images [2, 2, 1]");
  }

  @Test
  void theBundledSetHasNoFolder() {
    refused(
        IllegalArgumentException.class,
        "fashion-mnist-mini",
        Optional.of(folder),
        "comes with the program [FOLDER_OF_BUNDLED_DATA]");
  }

  @Test
  void imagesOfAFixedSizeAreNotResized() {
    for (String name : List.of("fashion-mnist-mini", "mnist", "svhn", "cifar-10")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  DatasetCatalog.open(
                      name, Optional.empty(), OptionalInt.of(28), TestImages.REQUIRED));
      assertEquals(
          "images of data set %s have a size [SIZE_OF_FIXED_IMAGES]".formatted(name), Told.by(e));
    }
  }

  private void put(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private static void refused(
      Class<? extends RuntimeException> type,
      String name,
      Optional<Path> directory,
      String... expected) {
    RuntimeException e = assertThrows(type, () -> DatasetCatalog.open(name, directory));
    for (String part : expected) {
      assertTrue(Told.by(e).contains(part), e.getMessage());
    }
  }
}
