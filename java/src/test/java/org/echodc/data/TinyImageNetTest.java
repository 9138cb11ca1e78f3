package org.echodc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyImageNetTest {
  private static final String FISH = "n01443537";
  private static final String FROG = "n01641577";

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
    put(
        "val/val_annotations.txt",
        "val_0.JPEG\t%s\t0\t32\t44\t62\nval_1.JPEG\t%s\t1\t2\t3\t4\n".formatted(FROG, FISH));
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

  @Test
  void canBeResized() {
    assertEquals(
        Shape.of(32, 32, 3),
        DatasetCatalog.open("tiny-imagenet", Optional.of(folder), OptionalInt.of(32)).image());
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    put("val/val_annotations.txt", "val_0.JPEG\tn00000000\t0\t0\t9\t9\n");
    refused("val_annotations.txt: 'val_0.JPEG\tn00000000", "is not a class that wnids.txt has");
    put("val/val_annotations.txt", "../../secret.png\t" + FROG + "\n");
    refused("is not the name of a file, a tab, a class and a box");
    put("val/val_annotations.txt", "val_9.JPEG\t%s\nval_0.JPEG\t%s\n".formatted(FROG, FISH));
    refused(folder.resolve("val/images/val_9.JPEG") + " cannot be read");
    put("val/val_annotations.txt", "val_1.JPEG\t" + FISH + "\n");
    refused("val_annotations.txt has no pictures of " + FROG);

    put("words.txt", "no tab\n");
    refused("words.txt: 'no tab' is not a class, a tab and its names");
    put("wnids.txt", FROG + "\n" + FROG + "\n");
    refused("wnids.txt has 1 classes, 1 of them twice or more");
    put("wnids.txt", "frog\n");
    refused("wnids.txt: 'frog' is not a class, such as n01443537");
    put("wnids.txt", "\n");
    refused("wnids.txt has 0 classes");
    Files.delete(folder.resolve("wnids.txt"));
    refused("no wnids.txt in " + folder, "tiny-imagenet-200.zip", "--data-dir");
  }

  @Test
  void aListTooLongIsNotRead() throws IOException {
    put("wnids.txt", new byte[(1 << 24) + 1]);
    refused("wnids.txt has more than 16777216 bytes");
  }

  private void refused(String... expected) {
    DataException e = assertThrows(DataException.class, this::open);
    for (String part : expected) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }
}
