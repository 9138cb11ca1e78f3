package org.echodc.cli.option;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.echodc.cli.recipe.RecipeOptions;
import org.echodc.cli.recipe.RunRecipe;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.operation.image.Decoding;
import org.echodc.operation.mmd.Mmd;
import org.echodc.report.run.RunDirectory;
import org.echodc.run.MoreIterations;
import org.echodc.run.RunDefaults;
import org.echodc.synthetic.Initialization;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The method's parameters; the defaults are the paper's. */
public final class MethodOptions implements RecipeOptions {
  static final String ITERATIONS = "--iterations";

  private static final int MAX_IPC = 1_000;
  private static final int MAX_FACTOR = 8;
  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int MAX_BATCH = 100_000;
  private static final double MAX_RATE = 1e6;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--ipc",
      paramLabel = "N",
      defaultValue = "" + RunDefaults.IPC,
      description = "Stored images per class. Default: ${DEFAULT-VALUE}.")
  private int ipc;

  @Option(
      names = "--factor",
      paramLabel = "N",
      defaultValue = "" + RunDefaults.FACTOR,
      description = "A stored image decodes to N x N images. Default: ${DEFAULT-VALUE}.")
  private int factor;

  @Option(
      names = "--init",
      paramLabel = "KIND",
      defaultValue = "mix",
      description = "First images: mix (shrunk real ones), random, noise. Default: mix.")
  private Initialization initialization;

  @Option(
      names = ITERATIONS,
      paramLabel = "N",
      description = "Iterations. Default: 10000; 100 for fashion-mnist-mini.")
  private Integer iterations;

  @Option(
      names = "--objective",
      paramLabel = "KIND",
      defaultValue = "echo",
      description = "What to match: echo (distributions), dm (means). Default: echo.")
  private Objective objective;

  @Option(
      names = "--kernel",
      paramLabel = "KIND",
      defaultValue = "gaussian",
      description = "Kernel of echo: gaussian, linear, polynomial, laplace. Default: gaussian.")
  private Mmd.Kernel kernel;

  @Option(
      names = "--mmd",
      paramLabel = "KIND",
      defaultValue = "fused",
      description = "How to compute echo's discrepancy: fused, unfused. Default: fused.")
  private Mmd.Implementation implementation;

  @Option(
      names = "--real-batch",
      paramLabel = "N",
      defaultValue = "" + RunDefaults.REAL_BATCH,
      description = "Real images per class and iteration. Default: ${DEFAULT-VALUE}.")
  private int realBatch;

  @Option(
      names = "--synthetic-batch",
      paramLabel = "N",
      defaultValue = "" + RunDefaults.SYNTHETIC_BATCH,
      description =
          "Most decoded images per class and iteration; a random subset of more."
              + " Default: ${DEFAULT-VALUE}.")
  private int syntheticBatch;

  @Option(
      names = "--ipm",
      paramLabel = "N",
      defaultValue = "" + RunDefaults.NETWORK_PERIOD,
      description = "Iterations per random network. Default: ${DEFAULT-VALUE}.")
  private int networkPeriod;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Of the pixels. Default: ipc for echo, ipc / 100 for dm.")
  private Float learningRate;

  @Option(
      names = "--augment",
      paramLabel = "LIST",
      defaultValue = RunDefaults.SIAMESE_AUGMENTATION,
      description = "Siamese augmentations joined by _, or none. Default: ${DEFAULT-VALUE}.")
  private AugmentationPolicy augmentation;

  @Option(
      names = "--loss-every",
      paramLabel = "N",
      defaultValue = "" + RunDefaults.LOSS_PERIOD,
      description = "Iterations from one computed loss to the next. Default: ${DEFAULT-VALUE}.")
  private int lossPeriod;

  public Objective objective() {
    return objective;
  }

  /**
   * The iterations that a run which goes on gets in addition.
   *
   * @return nothing where the command line asks for none
   * @throws IllegalArgumentException if it has had as many already
   */
  public Optional<MoreIterations> more(RunDirectory resumed) {
    return spec.commandLine().getParseResult().hasMatchedOption(ITERATIONS)
        ? MoreIterations.of(resumed, objective, RunRecipe.iterations(resumed), iterations)
        : Optional.empty();
  }

  /** How each objective condenses, checked. */
  public Map<Objective, CondensationConfig> configs(ImageDataset dataset, NetworkOptions network) {
    Map<Objective, CondensationConfig> configs = new EnumMap<>(Objective.class);
    for (Objective each : Objective.values()) {
      configs.put(each, config(each, dataset, network));
    }
    return configs;
  }

  private CondensationConfig config(
      Objective runObjective, ImageDataset dataset, NetworkOptions network) {
    RunDefaults defaults = RunDefaults.of(dataset.name());
    int count = iterations == null ? defaults.iterations() : iterations;
    // the rate belongs to the objective that was asked for; the other keeps its own default
    float rate =
        learningRate == null || runObjective != objective
            ? runObjective.defaultLearningRate(ipc)
            : learningRate;
    Range.check(spec, "--ipc", ipc, 1, MAX_IPC);
    Range.check(spec, "--factor", factor, 1, MAX_FACTOR);
    Range.check(spec, "--iterations", count, 0, MAX_ITERATIONS);
    Range.check(spec, "--real-batch", realBatch, 1, MAX_BATCH);
    Range.check(spec, "--synthetic-batch", syntheticBatch, 1, MAX_BATCH);
    Range.check(spec, "--ipm", networkPeriod, 1, MAX_ITERATIONS);
    Range.check(spec, "--loss-every", lossPeriod, 1, MAX_ITERATIONS);
    Range.check(spec, "--learning-rate", rate, 0, MAX_RATE);
    return new CondensationConfig(
        new CondensationConfig.Matching(
            runObjective.discrepancy(kernel, implementation),
            realBatch,
            syntheticBatch,
            RunDefaults.suited(augmentation, dataset)),
        new CondensationConfig.SyntheticImages(new Decoding(ipc, factor), initialization),
        new CondensationConfig.RandomNetworks(network.architecture(dataset), networkPeriod),
        CondensationConfig.PixelOptimizer.ofRate(rate),
        count,
        lossPeriod,
        network.seed());
  }
}
