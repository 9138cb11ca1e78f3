package org.echodc.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.echodc.data.DataException;
import org.echodc.data.ImageDataset;
import org.echodc.data.LoggedWarnings;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.data.catalog.DatasetCatalog.TestImages;
import org.echodc.data.picture.Pictures;
import org.echodc.failure.Told;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TinyImageNetTest {
  private static final String FISH = "n01443537";
  private static final String FROG = "n01641577";

  private static final String ANNOTATIONS =
      "val_0.JPEG\t%s\t0\t32\t44\t62\nval_1.JPEG\t%s\t1\t2\t3\t4\n".formatted(FROG, FISH);

  @TempDir private Path folder;

  private ImageDataset open() {
    return DatasetCatalog.open("tiny-imagenet", Optional.of(folder));
  }

  private void put(String file, byte[] content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }

  private void put(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }

  @BeforeEach
  void write() throws IOException {
    put("wnids.txt", FROG + "\n" + FISH + "\n");
    put(
        "words.txt",
        "n00001740\tentity\n" + FISH + "\tgoldfish, Carassius auratus\n" + FROG + "\tbullfrog\n");
    for (int i = 0; i < 3; i++) {
      put("train/%s/images/%s_%d.JPEG".formatted(FROG, FROG, i), Pictures.png(64, 64, i));
    }
    put("train/%s/images/%s_0.JPEG".formatted(FISH, FISH), Pictures.png(64, 64, 3));
    put("val/images/val_0.JPEG", Pictures.png(64, 64, 4));
    put("val/images/val_1.JPEG", Pictures.png(64, 64, 5));
    put("val/val_annotations.txt", ANNOTATIONS);
  }

  @Test
  void readsItsOwnLayout() {
    ImageDataset tiny = open();
    assertEquals(List.of("goldfish", "bullfrog"), tiny.classNames());
    assertEquals(Shape.of(64, 64, 3), tiny.image());
    assertEquals("[0, 1, 1, 1]", Arrays.toString(tiny.train().labels()));
    int image = 64 * 64 * 3;
    int[] trainSeeds = {3, 0, 1, 2};
    for (int i = 0; i < 4; i++) {
      assertEquals((byte) Pictures.value(0, 0, 0, trainSeeds[i]), tiny.train().pixels()[i * image]);
    }
    assertEquals((byte) Pictures.value(0, 0, 0, 5), tiny.test().pixels()[0]);
    assertEquals((byte) Pictures.value(0, 0, 0, 4), tiny.test().pixels()[image]);
    assertEquals(.485f, tiny.normalization().mean().get(0));
    assertTrue(tiny.mirrorable());
  }

  private void move(String from, String to) throws IOException {
    Files.createDirectories(folder.resolve(to).getParent());
    Files.move(folder.resolve(from), folder.resolve(to));
  }

  private void sortVal(String within) throws IOException {
    move("val/images/val_0.JPEG", "val/" + FROG + within + "/val_0.JPEG");
    move("val/images/val_1.JPEG", "val/" + FISH + within + "/val_1.JPEG");
    Files.delete(folder.resolve("val/images"));
  }

  @ParameterizedTest
  @CsvSource({"'', true", "/images, false"})
  void testImagesMayBeSortedByClass(String within, boolean annotated) throws IOException {
    String whole = open().checksum();
    sortVal(within);
    if (!annotated) {
      Files.delete(folder.resolve("val/val_annotations.txt"));
    }
    assertEquals(whole, open().checksum());
    Files.delete(folder.resolve("val/" + FISH + within + "/val_1.JPEG"));
    refused("has no pictures", FISH);
  }

  @Test
  void picturesMayLieDirectlyInTheirFolders() throws IOException {
    String whole = open().checksum();
    for (int i = 0; i < 3; i++) {
      String name = "%s_%d.JPEG".formatted(FROG, i);
      move("train/" + FROG + "/images/" + name, "train/" + FROG + "/" + name);
    }
    Files.delete(folder.resolve("train/" + FROG + "/images"));
    move("val/images/val_0.JPEG", "val/val_0.JPEG");
    move("val/images/val_1.JPEG", "val/val_1.JPEG");
    Files.delete(folder.resolve("val/images"));
    assertEquals(whole, open().checksum());
    Files.delete(folder.resolve("val/val_annotations.txt"));
    refused("val has neither val_annotations.txt", "nor folders of classes (" + FISH + "/*.JPEG");
  }

  @Test
  void theFolderOfTheArchiveMayBeWithin() throws IOException {
    String whole = open().checksum();
    for (String name : List.of("wnids.txt", "words.txt", "train", "val")) {
      move(name, "tiny-imagenet-200/" + name);
    }
    assertEquals(whole, open().checksum());
    move("tiny-imagenet-200", "other");
    refused(folder.resolve("other") + " has it [DATA_ELSEWHERE]");
    put("tiny-imagenet-200.zip", new byte[0]);
    refused("tiny-imagenet-200.zip is there: unpack it");
  }

  @Test
  void listsMayHaveAByteOrderMark() throws IOException {
    ImageDataset plain = open();
    for (String list : List.of("wnids.txt", "words.txt", "val/val_annotations.txt")) {
      put(list, "\ufeff" + Files.readString(folder.resolve(list)).replace("\n", "\r\n"));
    }
    assertEquals(plain.checksum(), open().checksum());
    assertEquals(plain.classNames(), open().classNames());
    put("wnids.txt", ("\ufeff" + FROG + "\n" + FISH).getBytes(StandardCharsets.UTF_16LE));
    assertEquals(plain.classNames(), open().classNames());
  }

  @Test
  void whatNoListNamesIsLoggedAndLeftOut() throws IOException {
    String whole = open().checksum();
    put("val/images/val_7.JPEG", Pictures.png(64, 64, 9));
    put("val/images/._val_0.JPEG", new byte[9]);
    put("train/n09999999/images/0.JPEG", Pictures.png(64, 64, 9));
    try (LoggedWarnings logged = new LoggedWarnings()) {
      assertEquals(whole, open().checksum());
      assertEquals(
          List.of(
              "1 folders in %s are no classes in wnids.txt and are left out: n09999999"
                  .formatted(folder.resolve("train")),
              "1 pictures are not in %s and are left out: %s"
                  .formatted(
                      folder.resolve("val/val_annotations.txt"),
                      folder.resolve("val/images/val_7.JPEG"))),
          logged.messages());
    }
  }

  @Test
  void testImagesMayBeMissingWhereNothingIsTested() throws IOException {
    move("val", "elsewhere");
    refused("folder " + folder.resolve("val") + " is missing", "NO_TEST_IMAGES");
    ImageDataset tiny =
        DatasetCatalog.open(
            "tiny-imagenet", Optional.of(folder), OptionalInt.empty(), TestImages.OPTIONAL);
    assertEquals(4, tiny.train().count());
    assertEquals(0, tiny.test().count());
  }

  @Test
  void canBeResized() {
    assertEquals(
        Shape.of(32, 32, 3),
        DatasetCatalog.open(
                "tiny-imagenet", Optional.of(folder), OptionalInt.of(32), TestImages.REQUIRED)
            .image());
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    put("val/val_annotations.txt", "val_0.JPEG\tn00000000\t0\t0\t9\t9\n");
    refused("val_annotations.txt: 'val_0.JPEG\tn00000000", "is not a class that wnids.txt has");
    put("val/val_annotations.txt", "../../secret.png\t" + FROG + "\n");
    refused("is not the name of a file, a tab, a class and a box");
    put("val/val_annotations.txt", "val_9.JPEG\t%s\nval_0.JPEG\t%s\n".formatted(FROG, FISH));
    refused("names 1 pictures that are missing: " + folder.resolve("val/images/val_9.JPEG"));
    put("val/val_annotations.txt", "val_1.JPEG\t" + FISH + "\n");
    refused("val_annotations.txt has no pictures of " + FROG);
    put("val/val_annotations.txt", ANNOTATIONS);

    put("words.txt", "no tab\n");
    refused("words.txt: 'no tab' is not a class, a tab and its names");
    put("wnids.txt", FROG + "\n" + FROG + "\n");
    refused("wnids.txt has 1 classes, 1 of them twice or more");
    put("wnids.txt", "frog\n");
    refused("wnids.txt: 'frog' is not a class, such as n01443537");
    put("wnids.txt", "\n");
    refused("wnids.txt has 0 classes");
    put("wnids.txt", FROG + "\n");
    Files.delete(folder.resolve("words.txt"));
    refused(folder.resolve("val/val_annotations.txt") + ": 'val_1.JPEG");
    put("wnids.txt", FROG + "\n" + FISH + "\n");
    refused(folder.resolve("words.txt") + " is missing; data set tiny-imagenet needs what");
    Files.delete(folder.resolve("wnids.txt"));
    refused("no wnids.txt in " + folder, "tiny-imagenet-200.zip", "DATA_NOT_FOUND");
  }

  @Test
  void aListTooLongIsNotRead() throws IOException {
    put("wnids.txt", new byte[(1 << 24) + 1]);
    refused("wnids.txt has more than 16777216 bytes");
  }

  private void refused(String... expected) {
    DataException e = assertThrows(DataException.class, this::open);
    for (String part : expected) {
      assertTrue(Told.by(e).contains(part), e.getMessage());
    }
  }
}
