package org.echodc.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.echodc.data.DatasetCatalog;
import org.echodc.data.ImageDataset;
import picocli.CommandLine.Option;

/** Which data set, and where it is. */
final class DataOptions implements RecipeOptions {
  /** The data set that comes with the program. */
  static final String BUNDLED = "fashion-mnist-mini";

  @Option(
      names = "--data",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description =
          "Data set: fashion-mnist-mini (comes with the program), fashion-mnist, mnist, cifar-10,"
              + " cifar-100.")
  private String name;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Folder with the IDX files of fashion-mnist or mnist, plain or gzip, or with the unpacked"
              + " binary version of cifar-10 or cifar-100. Default: their usual places.")
  private Path directory;

  /** What a shell proposes for {@code --data}. */
  private static final class Names extends Candidates {
    Names() {
      super(DatasetCatalog.names());
    }
  }

  /** The name asked for, else the given one. */
  String nameOr(String fallback) {
    return name == null ? fallback : name;
  }

  /** Reads the data set of the given name. */
  ImageDataset open(String dataset) {
    return DatasetCatalog.open(dataset, Optional.ofNullable(directory));
  }
}
