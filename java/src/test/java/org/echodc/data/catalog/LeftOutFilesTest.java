package org.echodc.data.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.echodc.data.DataException;
import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.data.LoggedWarnings;
import org.echodc.data.catalog.DatasetCatalog.TestImages;
import org.echodc.data.picture.Pictures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a folder of pictures, nothing is left out without a word but what nobody put there. */
class LeftOutFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Pictures.writeFolders(folder, 2, 3, 4);
  }

  private ImageDataset open() {
    return DatasetCatalog.open("folder", Optional.of(folder));
  }

  private void put(String file, byte[] content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }

  @Test
  void hiddenFilesAreNoPictures() throws IOException {
    String plain = open().checksum();
    byte[] noPicture = {0, 5, 22, 7};
    for (String file :
        List.of(
            "train/c0/._0.png",
            "train/c0/.DS_Store",
            "train/c1/Thumbs.db",
            "train/c1/.ipynb_checkpoints/0-checkpoint.png",
            "train/.ipynb_checkpoints/0.png",
            "train/__MACOSX/c0/0.png",
            "train/desktop.ini",
            "val/._c0/0.png",
            "val/c0/._0.png")) {
      put(file, noPicture);
    }
    try (LoggedWarnings logged = new LoggedWarnings()) {
      assertEquals(plain, open().checksum());
      assertEquals(List.of(), logged.messages());
    }
  }

  @Test
  void linksToNothingAreRefusedWithTheirNumber() throws IOException {
    for (int i = 0; i < 5; i++) {
      Files.createSymbolicLink(
          folder.resolve("train/c1/%d.png".formatted(10 + i)), Path.of("/nowhere/objects/" + i));
    }
    refused(
        "5 links lead to nothing that can be read: " + folder.resolve("train/c1/10.png") + ", ",
        "12.png and 2 more; get or mount that");
  }

  @Test
  void aFolderThatIsALinkToNothingIsRefused() throws IOException {
    Files.createSymbolicLink(folder.resolve("val/c2"), Path.of("/nowhere"));
    refused("link " + folder.resolve("val/c2") + " leads to nothing that can be read");
  }

  @Test
  void linksThatLeadSomewhereAreFollowed() throws IOException {
    String plain = open().checksum();
    Files.move(folder.resolve("train/c0"), folder.resolve("c0"));
    Files.createSymbolicLink(folder.resolve("train/c0"), folder.resolve("c0"));
    Files.move(folder.resolve("train/c1/2.png"), folder.resolve("object"));
    Files.createSymbolicLink(folder.resolve("train/c1/2.png"), folder.resolve("object"));
    assertEquals(plain, open().checksum());
    Files.createSymbolicLink(folder.resolve("train/c1/again"), folder.resolve("train"));
    Files.createSymbolicLink(folder.resolve("c0/again"), folder.resolve("train"));
    refused("is a link back to a folder around it; delete it");
  }

  @Test
  void otherFormatsAndOtherFilesAreLogged() throws IOException {
    String plain = open().checksum();
    put("train/c0/a.webp", new byte[1]);
    put("train/c1/b.BMP", new byte[1]);
    put("train/c1/c.gif", new byte[1]);
    put("train/c1/d.tif", new byte[1]);
    put("train/c1/notes.txt", new byte[1]);
    put("val/loose.png", new byte[1]);
    try (LoggedWarnings logged = new LoggedWarnings()) {
      assertEquals(plain, open().checksum());
      Path train = folder.resolve("train");
      assertEquals(
          List.of(
              "1 pictures are in no folder of a class and are left out: "
                  + folder.resolve("val/loose.png"),
              "4 pictures of formats that are not read are left out: "
                  + train.resolve("c0/a.webp")
                  + ", "
                  + train.resolve("c1/b.BMP")
                  + ", "
                  + train.resolve("c1/c.gif")
                  + " and 1 more; convert them to PNG",
              "1 files are no pictures by name and are left out: " + train.resolve("c1/notes.txt")),
          logged.messages());
    }
  }

  /** As torchvision's ImageFolder does. */
  @Test
  void foldersWithinAClassBelongToIt() throws IOException {
    put("train/c0/more/deep/x.png", Pictures.png(4, 4, 3));
    put("train/c0/more/x.png", Pictures.png(4, 4, 2));
    ImageSet train = open().train();
    assertEquals(List.of(0, 5, 8), train.bounds());
    int image = 4 * 4 * 3;
    assertEquals((byte) Pictures.value(0, 0, 0, 2), train.pixels()[3 * image]);
    assertEquals((byte) Pictures.value(0, 0, 0, 3), train.pixels()[4 * image]);
  }

  @Test
  void aClassOfOtherFormatsOnlyIsRefused() throws IOException {
    put("train/c2/a.webp", new byte[1]);
    put("val/c2/a.png", Pictures.png(4, 4, 0));
    refused(
        folder.resolve("train/c2")
            + " has no pictures (.png, .jpg, .jpeg), but 1 of other formats");
    Files.delete(folder.resolve("train/c2/a.webp"));
    refused(folder.resolve("train/c2") + " has no pictures (.png, .jpg, .jpeg); every class needs");
  }

  @Test
  void imageNetIsReadWithTheSameCare() throws IOException {
    Path imageNet = folder.resolve("imagenet");
    Pictures.writeImageNet10(imageNet, 1);
    String name = ImageNetClasses.first(1).folders().get(0);
    Path link = imageNet.resolve("val").resolve(name).resolve("z.JPEG");
    Files.createSymbolicLink(link, Path.of("/nowhere"));
    refusedImageNet(imageNet, "1 links lead to nothing that can be read: " + link);

    Path flat = folder.resolve("flat");
    Pictures.writeImageNet10(flat, 1);
    Files.move(flat.resolve("val"), flat.resolve("unused"));
    Files.createDirectories(flat.resolve("val"));
    Files.write(flat.resolve("val/ILSVRC2012_val_00000001.JPEG"), new byte[1]);
    refusedImageNet(
        flat,
        flat.resolve("val") + " has 1 pictures that are in no folder of a class",
        "move each into a folder named after its class");
  }

  private static void refusedImageNet(Path place, String... expected) {
    refused(
        assertThrows(
            DataException.class,
            () ->
                DatasetCatalog.open(
                    "imagenet-10", Optional.of(place), OptionalInt.of(8), TestImages.OPTIONAL)),
        expected);
  }

  private void refused(String... expected) {
    refused(assertThrows(DataException.class, this::open), expected);
  }

  private static void refused(DataException e, String... expected) {
    for (String part : expected) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }
}
