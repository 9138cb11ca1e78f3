package org.echodc.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.echodc.data.IdxReader.Images;
import org.echodc.text.Text;
import org.slf4j.LoggerFactory;

/** The place of a data set's four IDX files, named like MNIST's. */
interface IdxFolder extends DatasetFiles {

  /** Finds a file by its name without {@code .gz}. */
  FileSource find(String file);

  /** The folder of a data set that comes with the program. */
  static IdxFolder bundled(String dataset) {
    return file -> FileSource.bundled(dataset + "/" + file + ".gz");
  }

  /**
   * The first of several folders that has the file of training images.
   *
   * @throws DataException if none has
   */
  static IdxFolder among(DatasetPlaces places) {
    String file = imageFile("train");
    Path folder =
        places.first(place -> inFolder(place, file).isPresent(), file + " or " + file + ".gz");
    return wanted -> inFolder(folder, wanted).orElseThrow(() -> missing(folder, wanted));
  }

  @Override
  default ImageSet train(int classes) {
    return read("train", classes);
  }

  @Override
  default ImageSet test(int classes) {
    return read("t10k", classes);
  }

  /**
   * Reads images and their labels.
   *
   * @param part {@code train} or {@code t10k}
   * @throws DataException if a file is missing or damaged, or the two do not belong together
   */
  default ImageSet read(String part, int classes) {
    FileSource imageFile = find(imageFile(part));
    FileSource labelFile = find(part + "-labels-idx1-ubyte");
    LoggerFactory.getLogger(IdxFolder.class)
        .debug("reading {} and {}", imageFile.name(), labelFile.name());
    Images images = IdxReader.readImages(imageFile);
    int[] labels = IdxReader.readLabels(labelFile, classes);
    if (images.count() != labels.length) {
      throw new DataException(
          Text.format(
              "%s holds %d images, but %s %d labels; they must be of the same data set",
              imageFile.name(), images.count(), labelFile.name(), labels.length));
    }
    return ImageSet.sortedByClass(images.image(), images.pixels(), labels, classes);
  }

  private static String imageFile(String part) {
    return part + "-images-idx3-ubyte";
  }

  private static Optional<FileSource> inFolder(Path folder, String file) {
    return Stream.of(file, file + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .map(FileSource::file)
        .findFirst();
  }

  private static DataException missing(Path folder, String file) {
    return new DataException(
        Text.format(
            "%s has no %s or %s.gz, which belongs to the other files there", folder, file, file));
  }
}
