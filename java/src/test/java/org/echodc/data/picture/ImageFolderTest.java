package org.echodc.data.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.echodc.data.DataException;
import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.data.PixelStatistics;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.data.catalog.DatasetCatalog.TestImages;
import org.echodc.data.catalog.ImageNetClasses;
import org.echodc.failure.Told;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in a folder a class. */
class ImageFolderTest {
  private static final OptionalInt AS_THEY_ARE = OptionalInt.empty();

  @TempDir private Path folder;

  private ImageDataset open(String name, OptionalInt side) {
    return DatasetCatalog.open(name, Optional.of(folder), side, TestImages.REQUIRED);
  }

  private void put(String file, byte[] content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }

  @Test
  void classesAndPicturesFollowTheirNames() throws IOException {
    put("train/b/2.PNG", Pictures.png(6, 8, 3));
    put("train/b/10.png", Pictures.png(6, 8, 2));
    put("train/a/x.jpeg", Pictures.png(6, 8, 1)); // a PNG by its bytes
    put("train/.hidden/y.png", Pictures.png(6, 8, 9));
    put("train/b/notes.txt", new byte[4]);
    put("val/a/0.png", Pictures.png(6, 8, 4));
    put("val/b/0.png", Pictures.png(6, 8, 5));
    ImageDataset own = open("folder", AS_THEY_ARE);
    assertEquals(List.of("a", "b"), own.classNames());
    assertEquals(Shape.of(6, 8, 3), own.image());
    assertEquals("[0, 1, 1]", Arrays.toString(own.train().labels()));
    assertEquals(List.of(0, 1, 2), own.test().bounds());
    byte[] pixels = own.train().pixels();
    for (int i = 0; i < pixels.length; i++) {
      int seed = i / (6 * 8 * 3) + 1;
      assertEquals(
          (byte) Pictures.value(i / 24 % 6, i / 3 % 8, i % 3, seed), pixels[i], "byte " + i);
    }
  }

  @Test
  void picturesAreResizedOnRequest() throws IOException {
    put("train/a/0.png", Pictures.bytes("tall.png"));
    put("test/a/0.png", Pictures.png(40, 30, 1));
    ImageDataset own = open("folder", OptionalInt.of(16));
    assertEquals(Shape.of(16, 16, 3), own.image());
    byte[] expected = new byte[16 * 16 * 3];
    PictureScaler.scale(Pictures.read(Pictures.bytes("tall.png")), 16, expected, 0);
    assertEquals(0, Arrays.compare(expected, own.train().pixels()));
    refused(
        "folder", AS_THEY_ARE, "40 rows of 30 pixels, but others 61 of 37", "PICTURE_SIZES_DIFFER");
  }

  @Test
  void manyPicturesKeepTheirPlaces() throws IOException {
    Pictures.writeFolders(folder, 3, 40, 5);
    ImageSet train = open("folder", AS_THEY_ARE).train();
    assertEquals(List.of(0, 40, 80, 120), train.bounds());
    List<String> names =
        PictureFiles.ofClasses(List.of(folder.resolve("train/c1"))).get(0).stream()
            .map(path -> path.getFileName().toString())
            .toList();
    for (int i = 0; i < 40; i++) {
      int seed = 10 + Integer.parseInt(names.get(i).replace(".png", ""));
      assertEquals((byte) Pictures.value(0, 0, 0, seed), train.pixels()[(40 + i) * 75]);
    }
  }

  @Test
  void normalisationIsThatOfTheTrainingImages() throws IOException {
    put("train/a/0.png", Pictures.png(4, 4, 0));
    put("val/a/0.png", Pictures.png(4, 4, 1));
    ImageDataset own = open("folder", AS_THEY_ARE);
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < 16; i++) {
      double pixel = Pictures.value(i / 4, i % 4, 2, 0) / 255.0;
      mean += pixel / 16;
      squares += pixel * pixel / 16;
    }
    assertEquals(mean, own.normalization().mean().get(2), 1e-6);
    assertEquals(Math.sqrt(squares - mean * mean), own.normalization().std().get(2), 1e-6);
  }

  @Test
  void imagesOfOneColourCanBeNormalised() {
    ImageSet black = new ImageSet(Shape.of(1, 1, 3), new byte[6], List.of(0, 2));
    assertEquals(List.of(0f, 0f, 0f), PixelStatistics.of(black).mean());
    assertEquals(1 / 255f, PixelStatistics.of(black).std().get(0));
  }

  @Test
  void theFolderMustBeNamedAndWhole() throws IOException {
    DataException e =
        assertThrows(DataException.class, () -> DatasetCatalog.open("folder", Optional.empty()));
    assertTrue(
        Told.by(e).contains("train/CLASS/*.png and val/CLASS/*.png [PICTURE_FOLDER_NOT_NAMED]"));

    refused("folder", AS_THEY_ARE, "no folder train in " + folder);
    Files.createDirectories(folder.resolve("train"));
    refused("folder", AS_THEY_ARE, folder.resolve("train") + " has no folders; put one a class");
    put("train/a/0.png", Pictures.png(4, 4, 0));
    refused("folder", AS_THEY_ARE, folder + " has no folder val or test");
    put("val/b/0.png", Pictures.png(4, 4, 0));
    refused("folder", AS_THEY_ARE, "only train has a; only val has b");
    Files.delete(folder.resolve("val/b/0.png"));
    Files.delete(folder.resolve("val/b"));
    Files.createDirectories(folder.resolve("val/a"));
    refused("folder", AS_THEY_ARE, folder.resolve("val/a") + " has no pictures (.png, .jpg, .jpeg");
  }

  @Test
  void aBrokenPictureIsNamed() throws IOException {
    Pictures.writeFolders(folder, 2, 3, 8);
    put("train/c1/1.png", Arrays.copyOf(Pictures.png(8, 8, 0), 60));
    refused(
        "folder",
        AS_THEY_ARE,
        folder.resolve("train/c1/1.png") + " is no whole picture",
        "get it again, or delete it");
  }

  @Test
  void whatNoArrayHoldsIsRefusedWithTheNumbers() throws IOException {
    Pictures.writeFolders(folder, 1, 3, 8);
    refused(
        "folder",
        OptionalInt.of(20_000),
        "3 images [20000, 20000, 3] are 3600000000 bytes; at most ",
        "PICTURES_TOO_LARGE");
  }

  @Test
  void imageNetTakesItsClassesFromAmongAll() throws IOException {
    Pictures.writeImageNet10(folder, 1);
    put("train/n01440764/n01440764_1.JPEG", new byte[0]); // not among the ten
    ImageDataset imageNet = open("imagenet-10", OptionalInt.of(24));
    assertEquals(Shape.of(24, 24, 3), imageNet.image());
    assertEquals("bonnet", imageNet.classNames().get(0));
    assertEquals("garden spider", imageNet.classNames().get(9));
    assertEquals(10, imageNet.train().count());
    assertEquals(.485f, imageNet.normalization().mean().get(0));
    assertEquals(Shape.of(224, 224, 3), open("imagenet-10", AS_THEY_ARE).image());
    refused(
        "imagenet-100",
        OptionalInt.of(8),
        "folder " + folder.resolve("train/n01735189") + " is missing; pictures belong into");
  }

  @Test
  void imageNet100HasAHundredClasses() {
    ImageNetClasses hundred = ImageNetClasses.first(100);
    assertEquals(100, hundred.folders().stream().distinct().count());
    assertEquals(100, hundred.names().stream().distinct().count());
    assertTrue(hundred.folders().stream().allMatch(name -> name.matches("n[0-9]{8}")));
    assertEquals(hundred.folders().subList(0, 10), ImageNetClasses.first(10).folders());
  }

  @Test
  void namesComposedDifferentlyAreTheSame() throws IOException {
    String composed = "caf\u00e9";
    String decomposed = "cafe\u0301";
    assumeTrue(Charset.defaultCharset().newEncoder().canEncode(decomposed), "names of files");
    put("train/" + composed + "/0.png", Pictures.png(4, 4, 0));
    put("train/cafz/0.png", Pictures.png(4, 4, 1));
    put("val/" + decomposed + "/0.png", Pictures.png(4, 4, 2));
    put("val/cafz/0.png", Pictures.png(4, 4, 3));
    ImageDataset own = open("folder", AS_THEY_ARE);
    assertEquals(List.of("cafz", composed), own.classNames());
    assertEquals((byte) Pictures.value(0, 0, 0, 2), own.test().pixels()[4 * 4 * 3]);

    put("train/" + decomposed + "/0.png", Pictures.png(4, 4, 0));
    refused("folder", AS_THEY_ARE, "have the same name, composed differently by Unicode");
  }

  @Test
  void testImagesMayBeMissingWhereNothingIsTested() throws IOException {
    put("train/a/0.png", Pictures.png(4, 4, 0));
    put("train/b/0.png", Pictures.png(4, 4, 1));
    refused("folder", AS_THEY_ARE, "no folder val or test", "NO_TEST_IMAGES");
    ImageDataset own =
        DatasetCatalog.open("folder", Optional.of(folder), AS_THEY_ARE, TestImages.OPTIONAL);
    assertEquals(2, own.train().count());
    assertEquals(0, own.test().count());
    assertEquals(2, own.test().classes());
    assertEquals(own.image(), own.test().image());
  }

  private void refused(String name, OptionalInt side, String... expected) {
    DataException e = assertThrows(DataException.class, () -> open(name, side));
    for (String part : expected) {
      assertTrue(Told.by(e).contains(part), e.getMessage());
    }
  }
}
