package org.echodc.data.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.echodc.data.DataException;
import org.echodc.data.FileSource;
import org.echodc.data.ImageSet;
import org.echodc.data.catalog.DatasetFiles;
import org.echodc.data.catalog.DatasetPlaces;
import org.echodc.data.format.IdxReader.Images;
import org.echodc.text.Text;
import org.slf4j.LoggerFactory;

/**
 * The place of a data set's four IDX files, named like MNIST's.
 *
 * @param place what it is called in messages
 * @param files finds a file by its name without {@code .gz}
 */
public record IdxFolder(String place, Function<String, Optional<FileSource>> files)
    implements DatasetFiles {
  private static final String TRAIN = "train";
  private static final String TEST = "t10k";
  private static final String IMAGES = "-images-idx3-ubyte";
  private static final String LABELS = "-labels-idx1-ubyte";

  /** The folder of a data set that comes with the program. */
  public static IdxFolder bundled(String dataset) {
    return new IdxFolder(
        "bundled " + dataset,
        file -> Optional.of(FileSource.bundled(dataset + "/" + file + ".gz")));
  }

  /**
   * The first of several folders that has the file of training images.
   *
   * @throws DataException if none has
   */
  public static IdxFolder among(DatasetPlaces places) {
    String file = TRAIN + IMAGES;
    Path folder =
        places.first(place -> inFolder(place, file).isPresent(), file + " or " + file + ".gz");
    return new IdxFolder(folder.toString(), wanted -> inFolder(folder, wanted));
  }

  @Override
  public ImageSet train(int classes) {
    return read(TRAIN, classes);
  }

  @Override
  public Optional<String> missingTest() {
    String file = TEST + IMAGES;
    return files.apply(file).isPresent() ? Optional.empty() : Optional.of(missing(file));
  }

  @Override
  public ImageSet test(int classes) {
    return read(TEST, classes);
  }

  private ImageSet read(String part, int classes) {
    FileSource imageFile = find(part + IMAGES);
    FileSource labelFile = find(part + LABELS);
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

  private FileSource find(String file) {
    return files.apply(file).orElseThrow(() -> new DataException(missing(file)));
  }

  private String missing(String file) {
    return Text.format(
        "%s has no %s or %s.gz, which belongs to the other files there", place, file, file);
  }

  /** Some programs write a dot before the type, {@code train-images.idx3-ubyte}. */
  private static Optional<FileSource> inFolder(Path folder, String file) {
    String dotted = file.replace("-idx", ".idx");
    return Stream.of(file, file + ".gz", dotted, dotted + ".gz")
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .map(FileSource::file)
        .findFirst();
  }
}
