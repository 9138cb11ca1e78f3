package org.echodc.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.echodc.cli.option.DataOptions;
import org.echodc.cli.option.DeviceOptions;
import org.echodc.cli.option.EvaluationOptions;
import org.echodc.cli.option.NetworkOptions;
import org.echodc.cli.recipe.EvaluatedRun;
import org.echodc.cli.terminal.Interruption;
import org.echodc.cli.terminal.Pace;
import org.echodc.cli.terminal.Progress;
import org.echodc.cli.terminal.ProgressOutput;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog.TestImages;
import org.echodc.device.Device;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.evaluate.EvaluationProgress;
import org.echodc.evaluate.Evaluator;
import org.echodc.failure.Cause;
import org.echodc.failure.UnsuitableException;
import org.echodc.report.file.CondensedImages;
import org.echodc.report.run.RunDirectory;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.text.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echodc evaluate RUN_DIR}: trains networks on the images of an earlier run. */
@Command(
    name = EvaluatedRun.COMMAND,
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Trains networks on the condensed images of a run and tests them. Data set, image size and"
            + " network are the run's unless options say otherwise.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  echodc evaluate runs/NAME",
      "  echodc evaluate runs/NAME --epochs 1000 --repeats 5 --seed 1",
      "  echodc evaluate runs/NAME --networks convnet,alexnet,vgg-11,dc-resnet-18"
    })
final class EvaluateCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluateCommand.class);

  private final Interruption interruption;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN_DIR", description = "Run directory of echodc condense.")
  private Path directory;

  @Option(
      names = "--networks",
      split = ",",
      paramLabel = "NAME",
      description =
          "Networks to train one after the other, as 'echodc networks' lists them; a line of results"
              + " for each. Default: the run's own.")
  private List<String> names;

  @Mixin private DataOptions data;
  @Mixin private NetworkOptions network;
  @Mixin private EvaluationOptions evaluation;
  @Mixin private DeviceOptions device;

  EvaluateCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    CondensedImages images = RunDirectory.open(directory).readCondensed();
    ImageDataset dataset = data.open(data.nameOr(images.dataset()), TestImages.REQUIRED);
    checkFits(images.set(), dataset);
    List<EvaluationConfig> configs = configs(dataset);
    configs.forEach(config -> Evaluator.check(dataset, config));
    try (Device opened = device.open()) {
      for (EvaluationConfig config : configs) {
        AccuracyStatistics accuracy = evaluate(opened, dataset, config, images.set());
        spec.commandLine().getOut().println(line(config, accuracy, images.set()));
      }
      return 0;
    }
  }

  /** One for each network that is asked for. */
  private List<EvaluationConfig> configs(ImageDataset dataset) {
    EvaluationConfig config = evaluation.config(dataset, network);
    return names == null
        ? List.of(config)
        : names.stream()
            .map(name -> network.architecture(dataset, "--networks", name))
            .map(config::withNetwork)
            .toList();
  }

  private AccuracyStatistics evaluate(
      Device opened, ImageDataset dataset, EvaluationConfig config, SyntheticSet images) {
    int epochs = config.training().epochs();
    try (Evaluator evaluator = new Evaluator(opened, dataset, config);
        Progress progress = progress((long) epochs * config.repeats())) {
      return evaluator.evaluate(images, new Shown(progress, epochs, interruption));
    }
  }

  private String line(EvaluationConfig config, AccuracyStatistics accuracy, SyntheticSet images) {
    return Text.format(
        "%s: %saccuracy %.2f %%, std %.2f, %d networks, %d epochs on %d images a class",
        directory,
        names == null ? "" : config.network().description() + ", ",
        accuracy.mean(),
        accuracy.std(),
        config.repeats(),
        config.training().epochs(),
        images.decoding().decodedPerClass());
  }

  private Progress progress(long epochs) {
    return new Progress(
        ProgressOutput.of(spec.commandLine().getErr(), LOG),
        "evaluate",
        "epoch",
        new Pace(System::nanoTime, 0, epochs));
  }

  /** Shows how far the evaluation has come, and ends it when asked to. */
  private record Shown(Progress progress, int epochs, Interruption interruption)
      implements EvaluationProgress {
    @Override
    public void epoch(int repeat, int epoch, float loss) {
      progress.loss(loss);
      progress.reach((repeat - 1L) * epochs + epoch);
    }

    @Override
    public boolean cancelled() {
      return interruption.requested();
    }
  }

  private void checkFits(SyntheticSet set, ImageDataset dataset) {
    if (!set.image().equals(dataset.image()) || set.classes() != dataset.classes()) {
      throw new UnsuitableException(
          Text.format(
              "%s holds images %s of %d classes, but %s has images %s of %d classes",
              directory,
              set.image(),
              set.classes(),
              dataset.name(),
              dataset.image(),
              dataset.classes()),
          Cause.IMAGES_OF_OTHER_DATA);
    }
  }
}
