package org.echodc.cli.option;

import org.echodc.cli.recipe.RecipeOptions;
import org.echodc.cli.recipe.Suggestion;
import org.echodc.data.ImageDataset;
import org.echodc.network.zoo.Architecture;
import org.echodc.network.zoo.Networks;
import org.echodc.run.RunDefaults;
import org.echodc.tensor.Shape;
import org.echodc.text.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The network, and the seed of all random numbers. */
public final class NetworkOptions implements RecipeOptions {
  private static final int MAX_WIDTH = 4096;
  private static final int MAX_DEPTH = 8;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      completionCandidates = Names.class,
      defaultValue = Networks.CONVNET,
      description = "Network, as 'echodc networks' lists them. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Channels of a ConvNet. Default: 128; 32 for fashion-mnist-mini.")
  private Integer width;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description =
          "Blocks of a ConvNet. Default: 3 for images of up to 32 pixels, 4 for up to 64, 5 for up"
              + " to 128, 6 for up to 256.")
  private Integer depth;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** What a shell proposes for {@code --network}. */
  private static final class Names extends Candidates {
    Names() {
      super(Networks.names());
    }
  }

  /** The network, checked. */
  public Architecture architecture(ImageDataset dataset) {
    Architecture chosen = architecture(dataset, "--network", name);
    if (!chosen.hasSize() && (width != null || depth != null)) {
      throw new ParameterException(
          spec.commandLine(),
          Text.format("%s has a width and a depth; leave out --width and --depth", name));
    }
    return chosen;
  }

  /**
   * The network of a name, checked; width and depth are those of ConvNets.
   *
   * @param option that gives the name, for the message
   */
  public Architecture architecture(ImageDataset dataset, String option, String chosen) {
    if (!Networks.has(chosen)) {
      throw new ParameterException(
          spec.commandLine(),
          Text.format(
              "%s: there is no network '%s'; %s",
              option, chosen, Suggestion.among(Networks.names(), chosen)));
    }
    return Architecture.convNet(width(RunDefaults.of(dataset.name())), depth(dataset.image()))
        .withName(chosen);
  }

  private int width(RunDefaults defaults) {
    int chosen = width == null ? defaults.width() : width;
    Range.check(spec, "--width", chosen, 1, MAX_WIDTH);
    return chosen;
  }

  /** The depth that was asked for, or that which leaves 2 to 4 rows of features. */
  private int depth(Shape image) {
    int chosen = depth == null ? Architecture.usualDepth(image) : depth;
    Range.check(spec, "--depth", chosen, 1, MAX_DEPTH);
    return chosen;
  }

  long seed() {
    return seed;
  }
}
