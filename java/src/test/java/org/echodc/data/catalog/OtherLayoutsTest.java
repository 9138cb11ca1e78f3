package org.echodc.data.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.echodc.data.DataException;
import org.echodc.data.format.CifarFiles;
import org.echodc.data.picture.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data sets that lie otherwise than they should: read, or refused with what to do. */
class OtherLayoutsTest {
  @TempDir private Path folder;

  @Test
  void theFolderOfAnArchiveMayBeWithin() throws IOException {
    CifarFiles.writeCifar10(Files.createDirectory(folder.resolve("cifar-10-batches-bin")), 1);
    assertEquals(5, DatasetCatalog.open("cifar-10", Optional.of(folder)).train().count());
    Path kaggle = Files.createDirectories(folder.resolve("ILSVRC/Data/CLS-LOC"));
    Pictures.writeImageNet10(kaggle, 2);
    assertEquals(20, DatasetCatalog.open("imagenet-10", Optional.of(folder)).train().count());
  }

  @Test
  void aFolderWithinOfAnotherNameIsNamed() throws IOException {
    Pictures.writeFolders(folder.resolve("birds"), 1, 1, 4);
    refused("folder", "no folder train in " + folder + "; " + folder.resolve("birds") + " has it");
  }

  @ParameterizedTest
  @CsvSource({
    "cifar-10, cifar-10-batches-py, the version for Python; get the binary version",
    "cifar-10, data_batch_1, get the binary version",
    "cifar-10, cifar-10-binary.tar.gz, unpack it there",
    "cifar-100, cifar-100-python.tar.gz, get the binary version",
    "cifar-100, meta, cifar-100-binary.tar.gz",
    "svhn, digitStruct.mat, get format 2",
    "svhn, train.tar.gz, get format 2",
    "tiny-imagenet, tiny-imagenet-200.zip, unpack it there",
    "imagenet-100, ILSVRC2012_img_train.tar, the archive of each class in it"
  })
  void whatIsThereInsteadIsNamedWithTheCure(String dataset, String found, String cure)
      throws IOException {
    Files.write(folder.resolve(found), new byte[1]);
    refused(
        dataset, "data set " + dataset + " is missing", folder.resolve(found) + " is there", cure);
  }

  private void refused(String dataset, String... expected) {
    DataException e =
        assertThrows(DataException.class, () -> DatasetCatalog.open(dataset, Optional.of(folder)));
    for (String part : expected) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }
}
