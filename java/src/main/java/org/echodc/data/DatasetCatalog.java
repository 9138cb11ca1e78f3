package org.echodc.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.echodc.tensor.Normalization;

/** The data sets that can be opened by name. */
public final class DatasetCatalog {
  private static final Normalization FASHION = Normalization.gray(.2861f, .3530f);
  private static final Normalization MNIST = Normalization.gray(.1307f, .3081f);
  private static final Normalization SVHN =
      new Normalization(List.of(.4377f, .4438f, .4728f), List.of(.1980f, .2010f, .1970f));
  private static final Normalization CIFAR =
      new Normalization(List.of(.4914f, .4822f, .4465f), List.of(.2023f, .1994f, .2010f));
  private static final Path SYSTEM = Path.of("/usr/share/datasets");
  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/echodc");
  private static final String IDX_FILES = "four IDX files, plain or gzip";

  /** One entry a data set. */
  private static final List<DatasetEntry> ENTRIES =
      List.of(
          new DatasetEntry(
              "fashion-mnist-mini",
              ClassNames.CLOTHES,
              FASHION,
              true,
              List.of(),
              "",
              "",
              places -> IdxFolder.bundled(places.dataset())),
          new DatasetEntry(
              "fashion-mnist",
              ClassNames.CLOTHES,
              FASHION,
              true,
              List.of(SYSTEM.resolve("fashion-mnist")),
              IDX_FILES,
              "install it with 'apt-get install dataset-fashion-mnist', or name its folder with"
                  + " --data-dir",
              IdxFolder::among),
          new DatasetEntry(
              "mnist",
              ClassNames.DIGITS,
              MNIST,
              false,
              List.of(CACHE.resolve("mnist"), SYSTEM.resolve("mnist")),
              IDX_FILES,
              "put its four IDX files there, or name their folder with --data-dir",
              IdxFolder::among),
          new DatasetEntry(
              "svhn",
              ClassNames.DIGITS,
              SVHN,
              false,
              List.of(CACHE.resolve("svhn")),
              "train_32x32.mat and test_32x32.mat, the cropped digits",
              "put train_32x32.mat and test_32x32.mat there (its format 2, cropped digits), or name"
                  + " their folder with --data-dir",
              SvhnFolder::among),
          new DatasetEntry(
              "cifar-10",
              ClassNames.CIFAR_10,
              CIFAR,
              true,
              List.of(CACHE.resolve("cifar-10-batches-bin")),
              "the unpacked cifar-10-binary.tar.gz",
              "unpack its binary version there (cifar-10-binary.tar.gz), or name its folder with"
                  + " --data-dir",
              places -> CifarFolder.among(places, CifarFolder.Format.CIFAR_10)),
          new DatasetEntry(
              "cifar-100",
              ClassNames.CIFAR_100,
              CIFAR,
              true,
              List.of(CACHE.resolve("cifar-100-binary")),
              "the unpacked cifar-100-binary.tar.gz",
              "unpack its binary version there (cifar-100-binary.tar.gz), or name its folder with"
                  + " --data-dir",
              places -> CifarFolder.among(places, CifarFolder.Format.CIFAR_100)));

  private DatasetCatalog() {}

  /** Names that {@link #open} takes. */
  public static List<String> names() {
    return ENTRIES.stream().map(DatasetEntry::name).toList();
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
    DatasetEntry entry = entry(name);
    DatasetFiles files = entry.find(directory);
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
    return find(name).map(DatasetEntry::classNames);
  }

  private static Optional<DatasetEntry> find(String name) {
    return ENTRIES.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
  }

  private static DatasetEntry entry(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown data set '%s'; known: %s"
                        .formatted(name, String.join(", ", names()))));
  }
}
