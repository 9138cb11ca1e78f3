package org.echodc.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.echodc.tensor.Normalization;
import org.echodc.text.Text;

/** The data sets that can be opened by name. */
public final class DatasetCatalog {
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

  /** Reads a data set whose images keep their size, or get the usual one; see the other method. */
  public static ImageDataset open(String name, Optional<Path> directory) {
    return open(name, directory, OptionalInt.empty());
  }

  /**
   * Reads a data set.
   *
   * @param directory folder with its files, instead of the usual places
   * @param side to which pictures are resized and cropped, in pixels
   * @throws IllegalArgumentException if the name is unknown, a directory is given for a data set
   *     that comes with the program, or a side for one whose images have a size
   * @throws DataException if a file is missing or damaged
   */
  public static ImageDataset open(String name, Optional<Path> directory, OptionalInt side) {
    DatasetEntry entry = entry(name);
    DatasetFiles files = entry.find(directory, side);
    List<String> classNames = entry.classNames().or(files::classNames).orElseThrow();
    ImageSet train = files.train(classNames.size());
    ImageSet test = files.test(classNames.size());
    if (!train.image().equals(test.image())) {
      throw new DataException(
          Text.format(
                  "data set %s: training images are %s, but test images %s; they must be of the same data",
                  name, train.image(), test.image())
              + " set");
    }
    Normalization normalization = entry.normalization().orElseGet(() -> PixelStatistics.of(train));
    if (train.image().extent(2) != normalization.channels()) {
      throw new DataException(
          Text.format(
              "data set %s: images are %s; expected %d channels",
              name, train.image(), normalization.channels()));
    }
    return new ImageDataset(name, classNames, normalization, entry.mirrorable(), train, test);
  }

  /** Names of the classes of a data set, label by label; none unless they are known by its name. */
  public static Optional<List<String>> classNames(String name) {
    return find(name).flatMap(DatasetEntry::classNames);
  }

  /**
   * Where a data set comes from.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public static Source source(String name) {
    DatasetEntry entry = entry(name);
    return new Source(entry.usualPlaces(), entry.files());
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
