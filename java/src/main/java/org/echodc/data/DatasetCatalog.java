package org.echodc.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.data.IdxReader.Images;
import org.echodc.data.IdxReader.InputStreamSource;
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

  /** One line a data set. */
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("fashion-mnist-mini", CLOTHES, FASHION, true, Optional.empty(), ""),
          new Entry(
              "fashion-mnist",
              CLOTHES,
              FASHION,
              true,
              Optional.of("/usr/share/datasets/fashion-mnist"),
              "install it with 'apt-get install dataset-fashion-mnist', or name its folder with"
                  + " --data-dir"),
          new Entry(
              "mnist",
              DIGITS,
              MNIST,
              false,
              Optional.of("/usr/share/datasets/mnist"),
              "name its folder with --data-dir"));

  private DatasetCatalog() {}

  /**
   * What is known of a data set before it is read.
   *
   * @param name the name that selects it
   * @param classNames one name a class
   * @param normalization of its pixels
   * @param mirrorable whether a mirrored image keeps its label
   * @param usualPlace folder where it is looked for; empty where it comes with the program
   * @param cure how to get it where it is missing
   */
  private record Entry(
      String name,
      List<String> classNames,
      Normalization normalization,
      boolean mirrorable,
      Optional<String> usualPlace,
      String cure) {}

  /** Names that {@link #open} takes. */
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /**
   * Reads a data set.
   *
   * @param directory folder with its files, instead of the usual place
   * @throws IllegalArgumentException if the name is unknown
   * @throws DataException if a file is missing or damaged
   */
  public static ImageDataset open(String name, Optional<Path> directory) {
    Entry entry =
        ENTRIES.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "unknown data set '%s'; known: %s"
                            .formatted(name, String.join(", ", names()))));
    return new ImageDataset(
        entry.name(),
        entry.classNames(),
        entry.normalization(),
        entry.mirrorable(),
        read(entry, directory, "train"),
        read(entry, directory, "t10k"));
  }

  private static ImageSet read(Entry entry, Optional<Path> directory, String part) {
    Located images = locate(entry, directory, part + "-images-idx3-ubyte");
    Located labels = locate(entry, directory, part + "-labels-idx1-ubyte");
    Images read = IdxReader.readImages(images.name(), images.source());
    int[] classes = IdxReader.readLabels(labels.name(), labels.source(), entry.classNames().size());
    if (read.count() != classes.length) {
      throw new DataException(
          "%s holds %d images, but %s %d labels; they must be of the same data set"
              .formatted(images.name(), read.count(), labels.name(), classes.length));
    }
    return ImageSet.sortedByClass(read.image(), read.pixels(), classes, entry.classNames().size());
  }

  /**
   * A file that was found.
   *
   * @param name for messages
   * @param source opens it
   */
  private record Located(String name, InputStreamSource source) {}

  private static Located locate(Entry entry, Optional<Path> directory, String file) {
    Optional<Path> folder = directory.or(() -> entry.usualPlace().map(Path::of));
    if (folder.isEmpty()) {
      String resource = entry.name() + "/" + file + ".gz";
      return new Located("bundled " + resource, () -> bundled(resource));
    }
    List<Path> candidates = new ArrayList<>();
    for (String ending : List.of("", ".gz")) {
      Path candidate = folder.get().resolve(file + ending);
      if (Files.isRegularFile(candidate)) {
        return new Located(candidate.toString(), () -> Files.newInputStream(candidate));
      }
      candidates.add(candidate);
    }
    throw new DataException(
        "data set %s is missing: neither %s nor %s is there; %s"
            .formatted(
                entry.name(),
                candidates.get(0),
                candidates.get(1),
                entry.cure().isEmpty() ? "leave out --data-dir" : entry.cure()));
  }

  private static InputStream bundled(String resource) throws IOException {
    InputStream in = DatasetCatalog.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException("the program was packaged without it");
    }
    return in;
  }
}
