package org.echodc.cli.option;

import org.echodc.cli.recipe.RecipeOptions;
import org.echodc.data.ImageDataset;
import org.echodc.network.zoo.ConvNetSize;
import org.echodc.run.RunDefaults;
import org.echodc.tensor.Shape;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The ConvNet, and the seed of all random numbers. */
public final class NetworkOptions implements RecipeOptions {
  private static final int MAX_WIDTH = 4096;
  private static final int MAX_DEPTH = 8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Channels of the ConvNet. Default: 128; 32 for fashion-mnist-mini.")
  private Integer width;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description =
          "Blocks of the ConvNet. Default: 3 for images of up to 32 pixels, 4 for up to 64, 5 for up"
              + " to 128, 6 for up to 256.")
  private Integer depth;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** Width and depth, checked. */
  ConvNetSize size(ImageDataset dataset) {
    return new ConvNetSize(width(RunDefaults.of(dataset.name())), depth(dataset.image()));
  }

  private int width(RunDefaults defaults) {
    int chosen = width == null ? defaults.width() : width;
    Range.check(spec, "--width", chosen, 1, MAX_WIDTH);
    return chosen;
  }

  /** The depth that was asked for, or that which leaves 2 to 4 rows of features. */
  private int depth(Shape image) {
    int chosen = depth == null ? ConvNetSize.usualDepth(image) : depth;
    Range.check(spec, "--depth", chosen, 1, MAX_DEPTH);
    return chosen;
  }

  long seed() {
    return seed;
  }
}
