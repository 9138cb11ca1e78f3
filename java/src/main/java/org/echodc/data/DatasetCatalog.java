package org.echodc.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.echodc.tensor.Normalization;

/** The data sets that can be opened by name. */
public final class DatasetCatalog {
  private static final List<String> CLOTHES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");
  private static final List<String> DIGITS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  private static final Normalization FASHION = Normalization.gray(.2861f, .3530f);
  private static final Normalization MNIST = Normalization.gray(.1307f, .3081f);
  private static final Path SYSTEM = Path.of("/usr/share/datasets");
  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/echodc");

  /** One entry a data set. */
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("fashion-mnist-mini", CLOTHES, FASHION, true, List.of(), ""),
          new Entry(
              "fashion-mnist",
              CLOTHES,
              FASHION,
              true,
              List.of(SYSTEM.resolve("fashion-mnist")),
              "install it with 'apt-get install dataset-fashion-mnist', or name its folder with"
                  + " --data-dir"),
          new Entry(
              "mnist",
              DIGITS,
              MNIST,
              false,
              List.of(CACHE.resolve("mnist"), SYSTEM.resolve("mnist")),
              "put its four IDX files there, or name their folder with --data-dir"));

  private DatasetCatalog() {}

  /**
   * What is known of a data set before it is read.
   *
   * @param name the name that selects it
   * @param classNames one name a class
   * @param normalization of its pixels
   * @param mirrorable whether a mirrored image keeps its label
   * @param usualPlaces folders where it is looked for; none where it comes with the program
   * @param cure how to get it where it is missing
   */
  private record Entry(
      String name,
      List<String> classNames,
      Normalization normalization,
      boolean mirrorable,
      List<Path> usualPlaces,
      String cure) {

    IdxFolder folder(Optional<Path> directory) {
      if (!usualPlaces.isEmpty()) {
        return IdxFolder.among(directory.map(List::of).orElse(usualPlaces), name, cure);
      }
      if (directory.isPresent()) {
        throw new IllegalArgumentException(
            "data set %s comes with the program; leave out --data-dir, or name another with --data"
                .formatted(name));
      }
      return IdxFolder.bundled(name);
    }
  }

  /** Names that {@link #open} takes. */
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /**
   * Reads a data set.
   *
   * @param directory folder with its files, instead of the usual places
   * @throws IllegalArgumentException if the name is unknown, or a directory is given for a data set
   *     that comes with the program
   * @throws DataException if a file is missing or damaged
   */
  public static ImageDataset open(String name, Optional<Path> directory) {
    Entry entry = entry(name);
    IdxFolder folder = entry.folder(directory);
    ImageSet train = folder.read("train", entry.classNames().size());
    ImageSet test = folder.read("t10k", entry.classNames().size());
    if (!train.image().equals(test.image())) {
      throw new DataException(
          "data set %s: training images are %s, but test images %s; they must be of the same data"
                  .formatted(name, train.image(), test.image())
              + " set");
    }
    return new ImageDataset(
        name, entry.classNames(), entry.normalization(), entry.mirrorable(), train, test);
  }

  private static Entry entry(String name) {
    return ENTRIES.stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown data set '%s'; known: %s"
                        .formatted(name, String.join(", ", names()))));
  }
}
