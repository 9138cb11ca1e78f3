package org.echodc.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.echodc.tensor.Normalization;

/** The data sets that can be opened by name. */
public final class DatasetCatalog {
  private static final Normalization FASHION = Normalization.gray(.2861f, .3530f);
  private static final Normalization MNIST = Normalization.gray(.1307f, .3081f);
  private static final Normalization CIFAR =
      new Normalization(List.of(.4914f, .4822f, .4465f), List.of(.2023f, .1994f, .2010f));
  private static final Path SYSTEM = Path.of("/usr/share/datasets");
  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/echodc");

  /** One entry a data set. */
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry(
              "fashion-mnist-mini",
              ClassNames.CLOTHES,
              FASHION,
              true,
              List.of(),
              "",
              (places, name, cure) -> IdxFolder.bundled(name)),
          new Entry(
              "fashion-mnist",
              ClassNames.CLOTHES,
              FASHION,
              true,
              List.of(SYSTEM.resolve("fashion-mnist")),
              "install it with 'apt-get install dataset-fashion-mnist', or name its folder with"
                  + " --data-dir",
              IdxFolder::among),
          new Entry(
              "mnist",
              ClassNames.DIGITS,
              MNIST,
              false,
              List.of(CACHE.resolve("mnist"), SYSTEM.resolve("mnist")),
              "put its four IDX files there, or name their folder with --data-dir",
              IdxFolder::among),
          new Entry(
              "cifar-10",
              ClassNames.CIFAR_10,
              CIFAR,
              true,
              List.of(CACHE.resolve("cifar-10-batches-bin")),
              "unpack its binary version there (cifar-10-binary.tar.gz), or name its folder with"
                  + " --data-dir",
              (places, name, cure) ->
                  CifarFolder.among(places, CifarFolder.Format.CIFAR_10, name, cure)),
          new Entry(
              "cifar-100",
              ClassNames.CIFAR_100,
              CIFAR,
              true,
              List.of(CACHE.resolve("cifar-100-binary")),
              "unpack its binary version there (cifar-100-binary.tar.gz), or name its folder with"
                  + " --data-dir",
              (places, name, cure) ->
                  CifarFolder.among(places, CifarFolder.Format.CIFAR_100, name, cure)));

  private DatasetCatalog() {}

  /** Finds the files of a data set in one of several places, or throws with the cure. */
  private interface Finder {
    DatasetFiles find(List<Path> places, String name, String cure);
  }

  /**
   * What is known of a data set before it is read.
   *
   * @param name the name that selects it
   * @param classNames one name a class
   * @param normalization of its pixels
   * @param mirrorable whether a mirrored image keeps its label
   * @param usualPlaces folders where it is looked for; none where it comes with the program
   * @param cure how to get it where it is missing
   * @param finder finds its files
   */
  private record Entry(
      String name,
      List<String> classNames,
      Normalization normalization,
      boolean mirrorable,
      List<Path> usualPlaces,
      String cure,
      Finder finder) {

    DatasetFiles files(Optional<Path> directory) {
      if (usualPlaces.isEmpty() && directory.isPresent()) {
        throw new IllegalArgumentException(
            "data set %s comes with the program; leave out --data-dir, or name another with --data"
                .formatted(name));
      }
      return finder.find(directory.map(List::of).orElse(usualPlaces), name, cure);
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
    DatasetFiles files = entry.files(directory);
    ImageSet train = files.train(entry.classNames().size());
    ImageSet test = files.test(entry.classNames().size());
    if (!train.image().equals(test.image())) {
      throw new DataException(
          "data set %s: training images are %s, but test images %s; they must be of the same data"
                  .formatted(name, train.image(), test.image())
              + " set");
    }
    if (train.image().extent(2) != entry.normalization().channels()) {
      throw new DataException(
          "data set %s: images are %s; expected %d channels"
              .formatted(name, train.image(), entry.normalization().channels()));
    }
    return new ImageDataset(
        name, entry.classNames(), entry.normalization(), entry.mirrorable(), train, test);
  }

  /** Names of the classes of a data set, label by label; none if its name is unknown. */
  public static Optional<List<String>> classNames(String name) {
    return find(name).map(Entry::classNames);
  }

  private static Optional<Entry> find(String name) {
    return ENTRIES.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
  }

  private static Entry entry(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown data set '%s'; known: %s"
                        .formatted(name, String.join(", ", names()))));
  }
}
