package org.echodc.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.echodc.cli.recipe.RecipeOptions;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.data.catalog.DatasetCatalog.TestImages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which data set, and where it is. */
public final class DataOptions implements RecipeOptions {
  private static final int MAX_IMAGE_SIZE = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      description =
          "Data set: fashion-mnist-mini (comes with the program), fashion-mnist, mnist, svhn,"
              + " cifar-10, cifar-100, tiny-imagenet, imagenet-10, imagenet-100, or folder: pictures"
              + " of your own.")
  private String name;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Folder with the files of the data set, as 'echodc recipes' describes them; of folder:"
              + " train/CLASS/*.png and val/CLASS/*.png (or .jpg, .jpeg; test instead of val; with"
              + " --evaluate none train alone). Default: their usual places.")
  private Path directory;

  @Option(
      names = "--image-size",
      paramLabel = "N",
      description =
          "Resize pictures to N x N, of longer ones the middle. Default: 64 for tiny-imagenet, 224"
              + " for imagenet-10 and imagenet-100; those of folder stay as they are.")
  private Integer imageSize;

  /** What a shell proposes for {@code --data}. */
  private static final class Names extends Candidates {
    Names() {
      super(DatasetCatalog.names());
    }
  }

  /** The name asked for, else the given one. */
  public String nameOr(String fallback) {
    return name == null ? fallback : name;
  }

  /** Reads the data set of the given name. */
  public ImageDataset open(String dataset, TestImages tests) {
    if (imageSize != null) {
      Range.check(spec, "--image-size", imageSize, 1, MAX_IMAGE_SIZE);
    }
    return DatasetCatalog.open(
        dataset,
        Optional.ofNullable(directory),
        imageSize == null ? OptionalInt.empty() : OptionalInt.of(imageSize),
        tests);
  }
}
