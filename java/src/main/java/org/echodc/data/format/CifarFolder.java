package org.echodc.data.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.echodc.data.DataException;
import org.echodc.data.ImageSet;
import org.echodc.data.catalog.DatasetFiles;
import org.echodc.data.catalog.DatasetPlaces;

/**
 * The binary version of CIFAR-10 or CIFAR-100 (Krizhevsky, 2009), unpacked.
 *
 * @param folder where its files are
 * @param format of its records, and names of its files
 */
public record CifarFolder(Path folder, Format format) implements DatasetFiles {

  /** What distinguishes the two data sets. */
  public enum Format {
    CIFAR_10(
        1,
        List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin"),
        List.of("test_batch.bin")),
    /** Before the label of the class comes that of its superclass. */
    CIFAR_100(2, List.of("train.bin"), List.of("test.bin"));

    private final int labelBytes;
    private final List<String> trainFiles;
    private final List<String> testFiles;

    Format(int labelBytes, List<String> trainFiles, List<String> testFiles) {
      this.labelBytes = labelBytes;
      this.trainFiles = trainFiles;
      this.testFiles = testFiles;
    }

    /** Bytes before the pixels of a record; the last is the label. */
    int labelBytes() {
      return labelBytes;
    }
  }

  /**
   * The first of several folders that has the first file of training images.
   *
   * @throws DataException if none has
   */
  public static CifarFolder among(DatasetPlaces places, Format format) {
    return new CifarFolder(places.firstWith(format.trainFiles.get(0)), format);
  }

  @Override
  public ImageSet train(int classes) {
    return read(format.trainFiles, classes);
  }

  @Override
  public Optional<String> missingTest() {
    return DatasetPlaces.missing(folder, format.testFiles.get(0));
  }

  @Override
  public ImageSet test(int classes) {
    return read(format.testFiles, classes);
  }

  private ImageSet read(List<String> files, int classes) {
    return CifarReader.read(files.stream().map(folder::resolve).toList(), format, classes);
  }
}
