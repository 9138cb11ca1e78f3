package org.echodc.data.catalog;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.echodc.data.DataException;
import org.echodc.data.ImageDataset;
import org.echodc.data.ImageSet;
import org.echodc.data.PixelStatistics;
import org.echodc.failure.Cause;
import org.echodc.tensor.Normalization;
import org.echodc.text.Text;

/** The data sets that can be opened by name. */
public final class DatasetCatalog {
  /** Name of the data set that comes with the program. */
  public static final String BUNDLED = "fashion-mnist-mini";

  private DatasetCatalog() {}

  /**
   * What somebody needs to know who has to get a data set.
   *
   * @param usualPlaces folders where it is looked for; none where a folder must be named
   * @param files what is in such a folder, a phrase; empty where it comes with the program
   */
  public record Source(List<Path> usualPlaces, String files) {}

  /** Names that {@link #open} takes. */
  public static List<String> names() {
    return DatasetEntries.ALL.stream().map(DatasetEntry::name).toList();
  }

  /** What becomes of a data set without test images. */
  public enum TestImages {
    /** It is refused. */
    REQUIRED,
    /** It is read, with no test images. */
    OPTIONAL
  }

  /**
   * Reads a data set from its usual place, test images included.
   *
   * @throws IllegalArgumentException if the name is unknown
   * @throws DataException if a file is missing or damaged
   */
  public static ImageDataset open(String name) {
    return open(name, Optional.empty());
  }

  /**
   * Reads a data set, test images included, whose images keep their size, or get the usual one; see
   * the other method.
   */
  public static ImageDataset open(String name, Optional<Path> directory) {
    return open(name, directory, OptionalInt.empty(), TestImages.REQUIRED);
  }

  /**
   * Reads a data set.
   *
   * @param directory folder with its files, instead of the usual places
   * @param side to which pictures are resized and cropped, in pixels
   * @param tests whether there must be test images
   * @throws IllegalArgumentException if the name is unknown, a directory is given for a data set
   *     that comes with the program, or a side for one whose images have a size
   * @throws DataException if a file is missing or damaged
   */
  public static ImageDataset open(
      String name, Optional<Path> directory, OptionalInt side, TestImages tests) {
    DatasetEntry entry = entry(name);
    try {
      return read(entry, entry.find(directory, side), tests);
    } catch (DataException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        throw new DataException(
            Text.format("%s; data set %s needs %s", e.getMessage(), name, entry.origin().files()),
            e);
      }
      throw e;
    }
  }

  private static ImageDataset read(DatasetEntry entry, DatasetFiles files, TestImages tests) {
    String name = entry.name();
    List<String> classNames = entry.content().classNames().or(files::classNames).orElseThrow();
    Optional<String> missing = files.missingTest();
    if (missing.isPresent() && tests == TestImages.REQUIRED) {
      throw new DataException(
          Text.format("%s; data set %s needs %s", missing.get(), name, entry.origin().files()),
          Cause.NO_TEST_IMAGES);
    }
    ImageSet train = files.train(classNames.size());
    ImageSet test =
        missing.isPresent()
            ? ImageSet.empty(train.image(), classNames.size())
            : files.test(classNames.size());
    if (!train.image().equals(test.image())) {
      throw new DataException(
          Text.format(
                  "data set %s: training images are %s, but test images %s; they must be of the same data",
                  name, train.image(), test.image())
              + " set");
    }
    Normalization normalization =
        entry.content().normalization().orElseGet(() -> PixelStatistics.of(train));
    if (train.image().extent(2) != normalization.channels()) {
      throw new DataException(
          Text.format(
              "data set %s: images are %s; expected %d channels",
              name, train.image(), normalization.channels()));
    }
    return new ImageDataset(
        name, classNames, normalization, entry.content().mirrorable(), train, test);
  }

  /** Names of the classes of a data set, label by label; none unless they are known by its name. */
  public static Optional<List<String>> classNames(String name) {
    return find(name).flatMap(entry -> entry.content().classNames());
  }

  /**
   * Where a data set comes from.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public static Source source(String name) {
    DatasetEntry entry = entry(name);
    return new Source(entry.origin().usualPlaces(), entry.origin().files());
  }

  private static Optional<DatasetEntry> find(String name) {
    return DatasetEntries.ALL.stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst();
  }

  private static DatasetEntry entry(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format(
                        "unknown data set '%s'; known: %s", name, String.join(", ", names()))));
  }
}
