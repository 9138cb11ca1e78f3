package org.echodc.data.format;

import static org.echodc.data.format.MatBytes.bytes;
import static org.echodc.data.format.MatBytes.compressed;
import static org.echodc.data.format.MatBytes.doubles;
import static org.echodc.data.format.MatBytes.file;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.echodc.data.DataException;
import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.failure.Told;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cropped digits of Street View House Numbers. */
class SvhnFilesTest {
  private static final int SIDE = 32;
  private static final int IMAGE = 3 * SIDE * SIDE;

  @TempDir private Path folder;

  /** X of images whose value at a row, column and channel tells them all. */
  private static byte[] images(int count) {
    byte[] data = new byte[count * IMAGE];
    for (int i = 0; i < data.length; i++) {
      int row = i % SIDE;
      int column = i / SIDE % SIDE;
      int channel = i / (SIDE * SIDE) % 3;
      data[i] = value(row, column, channel, i / IMAGE);
    }
    return bytes("X", data, 32, 32, 3, count);
  }

  private static byte value(int row, int column, int channel, int image) {
    return (byte) (row + 2 * column + 70 * channel + 5 * image);
  }

  private ImageDataset open() {
    return DatasetCatalog.open("svhn", Optional.of(folder));
  }

  private void put(String name, byte[]... elements) throws IOException {
    Files.write(folder.resolve(name), file(elements));
  }

  private void putTest() throws IOException {
    put("test_32x32.mat", bytes("y", new byte[] {1}, 1, 1), bytes("X", new byte[IMAGE], 32, 32, 3));
  }

  @Test
  void readsColumnsAsRowsAndTenAsZero() throws IOException {
    put(
        "train_32x32.mat",
        compressed(images(3)),
        compressed(bytes("y", new byte[] {9, 10, 3}, 3, 1)));
    putTest();
    ImageDataset svhn = open();
    assertEquals(Shape.of(32, 32, 3), svhn.image());
    assertEquals(10, svhn.classes());
    assertFalse(svhn.mirrorable());
    assertEquals("[0, 3, 9]", Arrays.toString(svhn.train().labels()));
    assertEquals(1, svhn.test().labels()[0]);
    int[] order = {1, 2, 0}; // sorted by class
    byte[] pixels = svhn.train().pixels();
    for (int i = 0; i < pixels.length; i++) {
      int row = i % IMAGE / (SIDE * 3);
      int column = i / 3 % SIDE;
      assertEquals(value(row, column, i % 3, order[i / IMAGE]), pixels[i], "byte " + i);
    }
  }

  /** {@code svhn-scipy.mat} is what {@code make_svhn_mat.py} beside the tests writes. */
  @Test
  void readsWhatSciPyWrites() throws IOException {
    try (InputStream scipy = getClass().getResourceAsStream("svhn-scipy.mat")) {
      Files.copy(scipy, folder.resolve("train_32x32.mat"));
    }
    putTest();
    ImageSet train = open().train();
    assertEquals("[0, 4, 4]", Arrays.toString(train.labels()));
    int[] order = {0, 1, 2};
    for (int i = 0; i < train.pixels().length; i++) {
      byte expected = value(i % IMAGE / (SIDE * 3), i / 3 % SIDE, i % 3, order[i / IMAGE]);
      assertEquals(expected, train.pixels()[i], "byte " + i);
    }
  }

  @Test
  void labelsMayBeginAtZero() throws IOException {
    put("train_32x32.mat", images(3), bytes("y", new byte[] {9, 0, 3}, 1, 3));
    putTest();
    assertEquals("[0, 3, 9]", Arrays.toString(open().train().labels()));
    put("train_32x32.mat", images(3), bytes("y", new byte[] {10, 0, 3}, 1, 3));
    refused("train_32x32.mat has labels 0 and 10, which both stand for the digit 0");
  }

  @Test
  void pixelsMayBeStoredAsOtherNumbers() throws IOException {
    byte[] labels = bytes("y", new byte[] {1, 2}, 2, 1);
    put("train_32x32.mat", images(2), labels);
    putTest();
    byte[] expected = open().train().pixels();
    double[] values = new double[2 * IMAGE];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          Byte.toUnsignedInt(value(i % SIDE, i / SIDE % SIDE, i / (SIDE * SIDE) % 3, i / IMAGE));
    }
    put("train_32x32.mat", doubles("X", values, 32, 32, 3, 2), labels);
    assertArrayEquals(expected, open().train().pixels());
    values[5] = 0.5;
    put("train_32x32.mat", doubles("X", values, 32, 32, 3, 2), labels);
    refused("element 5 of X is 0.5; expected whole numbers from 0 to 255");
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    refused("data set svhn is missing: no train_32x32.mat in " + folder, "DATA_NOT_FOUND");

    byte[] three = bytes("y", new byte[] {1, 2, 3}, 3, 1);
    put("train_32x32.mat", images(3), three);
    refused(folder.resolve("test_32x32.mat") + " is missing; data set svhn needs");
    putTest();

    put("train_32x32.mat", images(2), three);
    refused("train_32x32.mat holds 2 images, but 3 labels");
    put("train_32x32.mat", three);
    refused("train_32x32.mat has no array of numbers named X");
    put("train_32x32.mat", bytes("X", new byte[IMAGE], 3, 32, 32), three);
    refused("X is [3, 32, 32]; expected [32, 32, 3, images]");
    put("train_32x32.mat", bytes("X", new byte[0], 32, 32, 3, 0), three);
    refused("X is [32, 32, 3, 0]");
    for (double wrong : new double[] {-1, 11, 1.5, Double.NaN}) {
      put("train_32x32.mat", images(2), doubles("y", new double[] {1, wrong}, 2, 1));
      refused("label 1 is " + wrong + "; expected 1 to 10, or 0 to 9");
    }
  }

  private void refused(String... expected) {
    DataException e = assertThrows(DataException.class, this::open);
    for (String part : expected) {
      assertTrue(Told.by(e).contains(part), e.getMessage());
    }
  }
}
