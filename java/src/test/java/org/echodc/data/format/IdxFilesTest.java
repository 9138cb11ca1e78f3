package org.echodc.data.format;

import static org.echodc.data.format.IdxBytes.CHANNELS;
import static org.echodc.data.format.IdxBytes.IMAGES;
import static org.echodc.data.format.IdxBytes.LABELS;
import static org.echodc.data.format.IdxBytes.cut;
import static org.echodc.data.format.IdxBytes.file;
import static org.echodc.data.format.IdxBytes.flip;
import static org.echodc.data.format.IdxBytes.gzip;
import static org.echodc.data.format.IdxBytes.labels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.echodc.data.DataException;
import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.data.catalog.DatasetCatalog.TestImages;
import org.echodc.failure.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder with a data set's four files, one of them not as it should be. */
class IdxFilesTest {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  /** Five images of 2 x 3 pixels, 0 to 29. */
  private static final byte[] FIVE_IMAGES = file(30, IMAGES, 5, 2, 3);

  private static final byte[] FIVE_LABELS = labels(9, 4, 9, 0, 4);

  @TempDir private Path folder;

  @BeforeEach
  void wholeFiles() throws IOException {
    put(TRAIN_IMAGES, FIVE_IMAGES);
    put(TRAIN_LABELS, FIVE_LABELS);
    put(TEST_IMAGES, file(12, IMAGES, 2, 2, 3));
    put(TEST_LABELS, labels(1, 0));
  }

  @Test
  void imagesAreSortedByClassAndKeepTheirOrderWithin() {
    ImageSet train = open().train();
    assertArrayEquals(new int[] {0, 4, 4, 9, 9}, train.labels());
    assertArrayEquals(new byte[] {18, 6, 24, 0, 12}, firstPixels(train));
    ImageSet test = open().test();
    assertArrayEquals(new int[] {0, 1}, test.labels());
    assertArrayEquals(new byte[] {6, 0}, firstPixels(test));
  }

  @Test
  void gzipMakesNoDifference() throws IOException {
    ImageDataset plain = open();
    for (String name : new String[] {TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS}) {
      put(name + ".gz", gzip(Files.readAllBytes(folder.resolve(name))));
      Files.delete(folder.resolve(name));
    }
    assertSame(plain, open());
  }

  /** As some programs name the files, and as torchvision keeps them. */
  @ParameterizedTest
  @ValueSource(strings = {"", "raw/", "MNIST/raw/"})
  void otherNamesAndPlacesMakeNoDifference(String within) throws IOException {
    ImageDataset plain = open();
    Files.createDirectories(folder.resolve(within));
    for (String name : new String[] {TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS}) {
      Files.move(folder.resolve(name), folder.resolve(within + name.replace("-idx", ".idx")));
    }
    assertSame(plain, open());
  }

  @Test
  void testImagesMayBeMissingWhereNothingIsTested() throws IOException {
    Files.delete(folder.resolve(TEST_IMAGES));
    ImageDataset mnist =
        DatasetCatalog.open("mnist", Optional.of(folder), OptionalInt.empty(), TestImages.OPTIONAL);
    assertEquals(5, mnist.train().count());
    assertEquals(0, mnist.test().count());
  }

  @Test
  void theContentTellsGzipFromPlainNotTheName() throws IOException {
    ImageDataset plain = open();
    put(TRAIN_IMAGES, gzip(FIVE_IMAGES));
    Files.delete(folder.resolve(TRAIN_LABELS));
    put(TRAIN_LABELS + ".gz", FIVE_LABELS);
    assertSame(plain, open());
  }

  @Test
  void gzipMayComeInSeveralMembers() throws IOException {
    ImageDataset plain = open();
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (byte value : FIVE_IMAGES) {
      members.write(gzip(new byte[] {value}));
    }
    put(TRAIN_IMAGES, members.toByteArray());
    assertSame(plain, open());
  }

  @Test
  void aPlainFileGoesBeforeItsGzip() throws IOException {
    put(TRAIN_LABELS + ".gz", new byte[0]);
    assertEquals(5, open().train().count());
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    Files.delete(folder.resolve(TRAIN_LABELS));
    Files.createDirectory(folder.resolve(TRAIN_LABELS));
    refused(folder.toString(), "no " + TRAIN_LABELS + " or " + TRAIN_LABELS + ".gz");
  }

  static Stream<Arguments> damage() {
    byte[] zipped = gzip(FIVE_IMAGES);
    return Stream.of(
        arguments("empty", TRAIN_IMAGES, new byte[0], "offset 0, 4 bytes before the end of its"),
        arguments("header of 15 bytes", TRAIN_IMAGES, cut(FIVE_IMAGES, 15), "end of its width"),
        arguments("one pixel short", TRAIN_IMAGES, cut(FIVE_IMAGES, 45), "offset 45, 1 bytes"),
        arguments("one byte too many", TRAIN_IMAGES, cut(FIVE_IMAGES, 47), "from offset 46 on"),
        arguments("labels", TRAIN_IMAGES, FIVE_LABELS, "0x00000801; expected 0x00000803 or"),
        arguments("images", TRAIN_LABELS, FIVE_IMAGES, "0x00000803; expected 0x00000801"),
        arguments("flat", TEST_IMAGES, file(0, IMAGES, 2, 0, 3), "height at offset 8 is 0"),
        arguments("wide", TEST_IMAGES, file(0, IMAGES, 2, 2, 70_000), "offset 12 is 70000"),
        arguments("vast", TEST_IMAGES, file(0, IMAGES, 0x7fffffff, 28, 28), "1683627179248 bytes"),
        arguments("negative", TEST_LABELS, file(0, LABELS, -2), "4294967294; expected 1 to"),
        arguments("label 10", TEST_LABELS, labels(9, 10), "label 1 at offset 9 is 10; expected 0"),
        arguments("a label too many", TEST_LABELS, labels(1, 2, 3), "t10k-labels"),
        arguments("cut gzip", TRAIN_IMAGES, cut(zipped, 25), "the gzip data is truncated"),
        arguments("wrong checksum", TRAIN_IMAGES, flip(zipped, -5), "(Corrupt GZIP trailer)"),
        arguments("wrong length", TRAIN_IMAGES, flip(zipped, -1), "(Corrupt GZIP trailer)"));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("damage")
  void theDamagedFileIsNamed(String damage, String name, byte[] content, String expected)
      throws IOException {
    put(name, content);
    refused(folder.resolve(name).toString(), expected);
  }

  /** Deflate has no redundancy of its own; its checksum must find what decodes all the same. */
  @Test
  void noChangedByteOfGzipDataIsTakenForAnImage() throws IOException {
    byte[] zipped = gzip(FIVE_IMAGES);
    int gzipHeader = 10;
    for (int position = gzipHeader; position < zipped.length; position++) {
      put(TRAIN_IMAGES, flip(zipped, position));
      refused(folder.resolve(TRAIN_IMAGES).toString());
    }
  }

  @Test
  void noFileCutAnywhereIsTakenForWhole() throws IOException {
    for (byte[] whole : new byte[][] {FIVE_IMAGES, gzip(FIVE_IMAGES)}) {
      for (int length = 0; length < whole.length; length++) {
        put(TRAIN_IMAGES, cut(whole, length));
        refused(folder.resolve(TRAIN_IMAGES).toString());
      }
    }
  }

  @Test
  void imagesWithOtherChannelsThanTheDataSetsAreRefused() throws IOException {
    put(TRAIN_IMAGES, file(5 * 3, CHANNELS, 5, 1, 1, 3));
    put(TEST_IMAGES, file(2 * 3, CHANNELS, 2, 1, 1, 3));
    refused("data set mnist: images are [1, 1, 3]; expected 1 channels");
  }

  @ParameterizedTest
  @ValueSource(strings = {TRAIN_LABELS, TEST_IMAGES, TEST_LABELS})
  void everyMissingCompanionIsNamed(String name) throws IOException {
    Files.delete(folder.resolve(name));
    refused(folder + " has no " + name + " or " + name + ".gz");
  }

  @Test
  void aFolderThatDoesNotExistIsNamedWithTheCure() {
    Path nowhere = folder.resolve("nowhere");
    DataException e =
        assertThrows(DataException.class, () -> DatasetCatalog.open("mnist", Optional.of(nowhere)));
    assertEquals(
        "data set mnist is missing: no %s or %s.gz in %s; put its four IDX files there"
                .formatted(TRAIN_IMAGES, TRAIN_IMAGES, nowhere)
            + " [DATA_NOT_FOUND]",
        Told.by(e));
  }

  private void put(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private ImageDataset open() {
    return DatasetCatalog.open("mnist", Optional.of(folder));
  }

  private void refused(String... expected) {
    DataException e = assertThrows(DataException.class, this::open);
    for (String part : expected) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  private static void assertSame(ImageDataset expected, ImageDataset actual) {
    assertEquals(expected.train().shape(), actual.train().shape());
    assertEquals(expected.train().bounds(), actual.train().bounds());
    assertArrayEquals(expected.train().pixels(), actual.train().pixels());
    assertEquals(expected.test().bounds(), actual.test().bounds());
    assertArrayEquals(expected.test().pixels(), actual.test().pixels());
  }

  private static byte[] firstPixels(ImageSet set) {
    byte[] first = new byte[set.count()];
    for (int i = 0; i < first.length; i++) {
      first[i] = set.pixels()[i * set.pixels().length / first.length];
    }
    return first;
  }
}
