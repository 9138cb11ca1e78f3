package org.echodc.cli.option;

import org.echodc.cli.recipe.RecipeOptions;
import org.echodc.data.ImageDataset;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.operation.image.AugmentationPolicy;
import org.echodc.run.RunDefaults;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How sets of images are evaluated. */
public final class EvaluationOptions implements RecipeOptions {
  private static final int MAX_EPOCHS = 1_000_000;
  private static final int MAX_REPEATS = 1_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of an evaluation. Default: 1000; 100 for fashion-mnist-mini.")
  private Integer epochs;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "Networks per evaluation. Default: 3; 2 for fashion-mnist-mini.")
  private Integer repeats;

  @Option(
      names = "--evaluation-learning-rate",
      paramLabel = "X",
      defaultValue = "" + RunDefaults.EVALUATION_RATE,
      description = "Of the evaluated networks. Default: ${DEFAULT-VALUE}.")
  private float learningRate;

  @Option(
      names = "--evaluation-augment",
      paramLabel = "LIST",
      defaultValue = RunDefaults.EVALUATION_AUGMENTATION,
      description =
          "Augmentations of the evaluated networks' images, joined by _, or none; of digits, flip is"
              + " left out. Beside CutMix, which is always on, cutout costs accuracy. Default:"
              + " ${DEFAULT-VALUE}.")
  private AugmentationPolicy augmentation;

  /** The configuration, checked. */
  public EvaluationConfig config(ImageDataset dataset, NetworkOptions network) {
    RunDefaults defaults = RunDefaults.of(dataset.name());
    int epochCount = epochs == null ? defaults.epochs() : epochs;
    int repeatCount = repeats == null ? defaults.repeats() : repeats;
    Range.check(spec, "--epochs", epochCount, 1, MAX_EPOCHS);
    Range.check(spec, "--repeats", repeatCount, 1, MAX_REPEATS);
    Range.check(spec, "--evaluation-learning-rate", learningRate, 0, MAX_EPOCHS);
    return new EvaluationConfig(
        network.architecture(dataset),
        EvaluationConfig.Training.of(epochCount, learningRate),
        RunDefaults.suited(augmentation, dataset),
        EvaluationConfig.CUT_MIX_PROBABILITY,
        repeatCount,
        network.seed());
  }
}
