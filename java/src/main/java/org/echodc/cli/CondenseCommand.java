package org.echodc.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.report.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code echodc condense}: condenses a data set and compares what came out with other sets. */
@Command(
    name = "condense",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Condenses a data set. Without options: a demonstration of a few minutes on the images that"
            + " come with the program.")
final class CondenseCommand implements Callable<Integer> {
  private final Interruption interruption;

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;
  @Mixin private MethodOptions method;
  @Mixin private NetworkOptions network;
  @Mixin private EvaluationOptions evaluation;
  @Mixin private DeviceOptions device;

  @Option(
      names = "--evaluate",
      split = ",",
      paramLabel = "SET",
      description =
          "Sets to evaluate: random, initial, dm, echo, full; or none. Default: all for"
              + " fashion-mnist-mini, else random, initial and the objective's own.")
  private List<String> compared;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Run directory. Default: runs/DATA-TIME.")
  private Path output;

  @Option(names = "--overwrite", description = "Replace an earlier run in the run directory.")
  private boolean overwrite;

  CondenseCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    ImageDataset dataset = data.open(data.nameOr(DataOptions.BUNDLED));
    CondensationConfig config = method.config(method.objective(), dataset, network);
    Condensation.check(dataset, config);
    EvaluationConfig evaluated = evaluation.config(dataset, network);
    EnumSet<ComparedSet> sets = ComparedSet.parse(spec, compared, dataset, method.objective());
    try (Device opened = device.open()) {
      RunDirectory directory = RunDirectory.create(directory(dataset), overwrite);
      CondensationRun run =
          new CondensationRun(
              interruption,
              spec.commandLine().getOut(),
              opened,
              dataset,
              directory,
              config,
              evaluated,
              objective -> method.config(objective, dataset, network));
      return run.execute(
          sets, String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs()));
    }
  }

  private Path directory(ImageDataset dataset) {
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return output == null ? Path.of("runs", dataset.name() + "-" + time) : output;
  }
}
