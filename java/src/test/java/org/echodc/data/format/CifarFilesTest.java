package org.echodc.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.echodc.data.DataException;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.failure.Told;
import org.echodc.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The binary versions of CIFAR-10 and CIFAR-100. */
class CifarFilesTest {
  @TempDir private Path folder;

  private void write(String file, byte[]... records) throws IOException {
    CifarFiles.write(folder.resolve(file), records);
  }

  private ImageDataset open(String name) {
    return DatasetCatalog.open(name, Optional.of(folder));
  }

  @Test
  void cifar10IsFiveFilesOfPlanes() throws IOException {
    CifarFiles.writeCifar10(folder, 1);
    ImageDataset dataset = open("cifar-10");
    assertEquals(Shape.of(32, 32, 3), dataset.image());
    assertEquals(10, dataset.classes());
    assertEquals(3, dataset.normalization().channels());
    assertTrue(dataset.mirrorable());
    assertEquals(5, dataset.train().count());
    assertEquals(1, dataset.test().count());
    // sorted by class: the fifth file has the lowest label, 5
    assertEquals("[5, 6, 7, 8, 9]", Arrays.toString(dataset.train().labels()));
    byte[] pixels = dataset.train().pixels();
    for (int i = 0; i < CifarFiles.PLANE; i += 37) {
      for (int channel = 0; channel < 3; channel++) {
        assertEquals((byte) (i + channel * 5), pixels[i * 3 + channel], "pixel " + i);
      }
    }
  }

  @Test
  void cifar100HasTheSuperclassFirst() throws IOException {
    write("train.bin", CifarFiles.record(1, 3, 99), CifarFiles.record(2, 19, 7));
    write("test.bin", CifarFiles.record(3, 0, 42));
    ImageDataset dataset = open("cifar-100");
    assertEquals(100, dataset.classes());
    assertEquals("worm", dataset.classNames().get(99));
    assertEquals("apple", dataset.classNames().get(0));
    assertEquals("[7, 99]", Arrays.toString(dataset.train().labels()));
    assertEquals("[42]", Arrays.toString(dataset.test().labels()));
    assertEquals((byte) (5 + 2 * 2), dataset.train().pixels()[5 * 3 + 2]);
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    refused("cifar-10", "no data_batch_1.bin in " + folder, "cifar-10-binary.tar.gz");
    refused("cifar-100", "no train.bin in " + folder, "DATA_NOT_FOUND");

    CifarFiles.writeCifar10(folder, 1);
    Files.delete(folder.resolve("data_batch_4.bin"));
    refused(
        "cifar-10", folder.resolve("data_batch_4.bin") + " is missing; data set cifar-10 needs");

    CifarFiles.writeCifar10(folder, 1);
    Files.write(folder.resolve("data_batch_2.bin"), new byte[3074]);
    refused("cifar-10", "data_batch_2.bin has 3074 bytes; expected records of 3073 bytes");
    Files.write(folder.resolve("data_batch_2.bin"), new byte[0]);
    refused("cifar-10", "data_batch_2.bin has 0 bytes");

    write("data_batch_2.bin", CifarFiles.record(1, 1), CifarFiles.record(1, 10));
    refused("cifar-10", "label 1 at offset 3073 is 10; expected 0 to 9");
  }

  private void refused(String name, String... expected) {
    DataException e = assertThrows(DataException.class, () -> open(name));
    for (String part : expected) {
      assertTrue(Told.by(e).contains(part), e.getMessage());
    }
  }

  @Test
  void theChecksumTellsDataSetsApart() throws IOException {
    CifarFiles.writeCifar10(folder, 1);
    String first = open("cifar-10").checksum();
    assertEquals(first, open("cifar-10").checksum());
    write("test_batch.bin", CifarFiles.record(7, 4));
    String other = open("cifar-10").checksum();
    assertTrue(first.matches("[0-9a-f]{8}") && !first.equals(other), first + " " + other);
    write("test_batch.bin", CifarFiles.record(7, 5));
    assertTrue(!other.equals(open("cifar-10").checksum()), "labels count too");
  }
}
