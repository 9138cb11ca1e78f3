package org.echodc.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.echodc.cli.option.ComparisonOptions;
import org.echodc.cli.option.DataOptions;
import org.echodc.cli.option.DeviceOptions;
import org.echodc.cli.option.EvaluationOptions;
import org.echodc.cli.option.MethodOptions;
import org.echodc.cli.option.NetworkOptions;
import org.echodc.cli.option.RunOptions;
import org.echodc.cli.option.WatchOptions;
import org.echodc.cli.recipe.RunRecipe;
import org.echodc.cli.terminal.Interruption;
import org.echodc.cli.terminal.RunProgress;
import org.echodc.condense.CondensationConfig;
import org.echodc.data.ImageDataset;
import org.echodc.data.catalog.DatasetCatalog;
import org.echodc.device.Device;
import org.echodc.network.zoo.Architecture;
import org.echodc.report.live.LiveServer;
import org.echodc.report.run.RunDirectory;
import org.echodc.report.run.RunViewer;
import org.echodc.run.MoreIterations;
import org.echodc.run.Run;
import org.echodc.run.RunObserver;
import org.echodc.run.RunPlan;
import org.echodc.run.RunSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code echodc condense}: condenses a data set and compares what came out with other sets. */
@Command(
    name = "condense",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Condenses a data set. Without options: a demonstration of a few minutes on the images that"
            + " come with the program.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  echodc condense",
      "  echodc condense --ipc 1 --iterations 200 --output runs/one",
      "  echodc condense --data fashion-mnist --evaluate echo,random --repeats 5",
      "  echodc condense --data mnist --data-dir ~/mnist --objective dm --evaluate none",
      "  echodc condense --recipe fashion-mnist-ipc10 --seed 1",
      "  echodc condense --data folder --data-dir ~/birds --image-size 64",
      "  echodc condense --resume runs/NAME",
      "  echodc condense --resume runs/NAME --iterations 20000"
    })
final class CondenseCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(CondenseCommand.class);

  private final Interruption interruption;

  @Spec private CommandSpec spec;
  @Mixin private RunOptions run;
  @Mixin private DataOptions data;
  @Mixin private MethodOptions method;
  @Mixin private NetworkOptions network;
  @Mixin private EvaluationOptions evaluation;
  @Mixin private ComparisonOptions comparison;
  @Mixin private DeviceOptions device;
  @Mixin private WatchOptions watching;

  CondenseCommand(Interruption interruption) {
    this.interruption = interruption;
  }

  @Override
  public Integer call() {
    run.check();
    Optional<RunDirectory> resumed = run.resumed().map(RunDirectory::resume);
    Optional<MoreIterations> more = resumed.flatMap(method::more);
    if (resumed.isPresent() && more.isEmpty() && resumed.get().isComplete()) {
      resumed.get().checkpoints().delete(); // if it was killed before it could
      spec.commandLine()
          .getOut()
          .printf(Locale.ROOT, "%s is complete already%n", resumed.get().path());
      return 0;
    }
    RunSettings settings =
        RunSettings.DEFAULT
            .withCommandLine(commandLine())
            .withCheckpointPeriod(run.checkpointPeriod())
            .withTestPeriod(watching.testPeriod());
    ImageDataset dataset = data.open(data.nameOr(DatasetCatalog.BUNDLED), comparison.tests());
    RunPlan plan = plan(dataset);
    plan.check();
    try (LiveServer live = watching.openLive().orElse(null);
        Device opened = device.open()) {
      plan.requireMemory(opened);
      RunDirectory directory = resumed.orElseGet(() -> newDirectory(plan, opened));
      Run prepared =
          new Run(
              plan,
              opened,
              directory,
              settings.withViewer(viewer(live)),
              Run.identity(plan, opened, device.precision(), directory.recipe().checksum()));
      RunObserver observer = observer(opened, directory);
      if (resumed.isPresent()) {
        prepared.resume(observer, more, run.force());
      } else {
        prepared.begin(observer);
      }
      return 0;
    }
  }

  private RunObserver observer(Device opened, RunDirectory directory) {
    return new RunProgress(
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        LOG,
        interruption,
        opened.info().name(),
        directory.path());
  }

  private RunViewer viewer(LiveServer live) {
    if (live == null) {
      return RunViewer.NONE;
    }
    LOG.info("watch the run at {}", live.address());
    return live.viewer();
  }

  private RunPlan plan(ImageDataset dataset) {
    return new RunPlan(
        dataset,
        method.objective(),
        method.configs(dataset, network),
        evaluation.config(dataset, network),
        comparison.sets(dataset, method.objective()));
  }

  private RunDirectory newDirectory(RunPlan plan, Device opened) {
    RunDirectory directory = run.create(plan.dataset());
    CondensationConfig config = plan.condensation();
    Architecture network = config.networks().size();
    Map<String, Object> effective = new HashMap<>();
    effective.put("data", plan.dataset().name());
    effective.put("iterations", config.iterations());
    effective.put("learning-rate", config.optimizer().learningRate());
    if (network.hasSize()) {
      effective.put("width", network.width());
      effective.put("depth", network.depth());
    }
    effective.put("epochs", plan.evaluation().training().epochs());
    effective.put("repeats", plan.evaluation().repeats());
    effective.put("evaluate", ComparisonOptions.names(plan.sets()));
    effective.put("device", device.nameOf(opened));
    directory.recipe().write(RunRecipe.yaml(spec, effective));
    return directory;
  }

  private String commandLine() {
    return String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs());
  }
}
