package org.echodc.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.echodc.cli.option.Candidates;
import org.echodc.cli.option.DataOptions;
import org.echodc.cli.option.DeviceOptions;
import org.echodc.cli.option.EvaluationOptions;
import org.echodc.cli.option.NetworkOptions;
import org.echodc.cli.recipe.EvaluatedRun;
import org.echodc.cli.terminal.EvaluationTable;
import org.echodc.cli.terminal.Interruption;
import org.echodc.cli.terminal.Pace;
import org.echodc.cli.terminal.Progress;
import org.echodc.cli.terminal.ProgressOutput;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog.TestImages;
import org.echodc.device.Device;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.report.run.RunDirectory;
import org.echodc.run.CrossEvaluation;
import org.echodc.run.RunImages;
import org.echodc.text.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code echodc evaluate RUN_DIR}: trains networks on the images of an earlier run. */
@Command(
    name = EvaluatedRun.COMMAND,
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Trains networks on the condensed images of a run and tests them. Data set, image size and"
            + " network are the run's unless options say otherwise. Results join the run's"
            + " evaluations.jsonl and its report.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  echodc evaluate runs/NAME",
      "  echodc evaluate runs/NAME --epochs 1000 --repeats 5 --seed 1",
      "  echodc evaluate runs/NAME --networks convnet,alexnet,vgg-11,dc-resnet-18",
      "  echodc evaluate runs/NAME --networks convnet,resnet-18 --sets condensed,initial,random"
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
          "Networks to train one after the other, as 'echodc networks' lists them; a line of the"
              + " table for each. Default: the run's own.")
  private List<String> names;

  @Option(
      names = "--sets",
      split = ",",
      paramLabel = "SET",
      completionCandidates = Sets.class,
      defaultValue = "condensed",
      description =
          "Images of the run to train on: condensed, initial (before condensing), random (as many"
              + " real ones). Default: ${DEFAULT-VALUE}.")
  private List<String> sets;

  @Mixin private DataOptions data;
  @Mixin private NetworkOptions network;
  @Mixin private EvaluationOptions evaluation;
  @Mixin private DeviceOptions device;

  /** What a shell proposes for {@code --sets}. */
  private static final class Sets extends Candidates {
    Sets() {
      super(Arrays.stream(RunImages.values()).map(RunImages::key).toList());
    }
  }

  EvaluateCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    RunDirectory run = RunDirectory.open(directory);
    ImageDataset dataset =
        data.open(data.nameOr(run.readCondensed().dataset()), TestImages.REQUIRED);
    List<EvaluationConfig> configs = configs(dataset);
    CrossEvaluation evaluations =
        new CrossEvaluation(run, dataset, images(), configs, commandLine());
    evaluations.check();
    boolean several = configs.size() * evaluations.sets().size() > 1;
    EvaluationTable table = new EvaluationTable(configs);
    PrintWriter out = spec.commandLine().getOut();
    try (Device opened = device.open()) {
      if (several) {
        print(out, table.heading());
      }
      evaluations.run(
          opened,
          this::watch,
          result ->
              print(
                  out, several ? table.row(result) : EvaluationTable.sentence(directory, result)));
    }
    return 0;
  }

  private static void print(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private String commandLine() {
    return String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs());
  }

  private List<RunImages> images() {
    return sets.stream()
        .map(
            name ->
                RunImages.named(name)
                    .orElseThrow(
                        () ->
                            new ParameterException(
                                spec.commandLine(),
                                Text.format(
                                    "--sets must be of condensed, initial and random, not '%s'",
                                    name))))
        .distinct()
        .toList();
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

  private CrossEvaluation.Watched watch(String set, EvaluationConfig config) {
    int epochs = config.training().epochs();
    String name = Text.format("evaluate %s by %s", set, config.network().description());
    return new Shown(progress(name, (long) epochs * config.repeats()), epochs, interruption);
  }

  private Progress progress(String name, long epochs) {
    return new Progress(
        ProgressOutput.of(spec.commandLine().getErr(), LOG),
        name,
        "epoch",
        new Pace(System::nanoTime, 0, epochs));
  }

  /** Shows how far the evaluation has come, and ends it when asked to. */
  private record Shown(Progress progress, int epochs, Interruption interruption)
      implements CrossEvaluation.Watched {
    @Override
    public void epoch(int repeat, int epoch, float loss) {
      progress.loss(loss);
      progress.reach((repeat - 1L) * epochs + epoch);
    }

    @Override
    public boolean cancelled() {
      return interruption.requested();
    }

    @Override
    public void close() {
      progress.close();
    }
  }
}
