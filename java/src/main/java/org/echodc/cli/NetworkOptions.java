package org.echodc.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The ConvNet, and the seed of all random numbers. */
final class NetworkOptions implements RecipeOptions {
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
      defaultValue = "3",
      description = "Blocks of the ConvNet. Default: ${DEFAULT-VALUE}.")
  private int depth;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of all random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  int width(RunDefaults defaults) {
    int chosen = width == null ? defaults.width() : width;
    Range.check(spec, "--width", chosen, 1, MAX_WIDTH);
    return chosen;
  }

  int depth() {
    Range.check(spec, "--depth", depth, 1, MAX_DEPTH);
    return depth;
  }

  long seed() {
    return seed;
  }
}
