package org.echodc.run;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.echodc.condense.Condensation;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.CondensationResult;
import org.echodc.condense.CondensationState;
import org.echodc.condense.NonFiniteLossException;
import org.echodc.condense.Objective;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.environment.Version;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.evaluate.EvaluationCancelled;
import org.echodc.evaluate.EvaluationConfig;
import org.echodc.evaluate.EvaluationState;
import org.echodc.evaluate.Evaluator;
import org.echodc.operation.image.Decoding;
import org.echodc.report.ReportException;
import org.echodc.report.file.CondensedImages;
import org.echodc.report.page.RunPage;
import org.echodc.report.run.RunConfiguration;
import org.echodc.report.run.RunDirectory;
import org.echodc.report.run.RunSummary;
import org.echodc.synthetic.Checkpoints;
import org.echodc.synthetic.Initialization;
import org.echodc.synthetic.SyntheticInitializer;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.text.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run: condensing, evaluating, and writing all of it down.
 *
 * <p>The caller holds the lock of the directory and has checked the plan.
 */
final class CondensationRun {
  private static final Logger LOG = LoggerFactory.getLogger(CondensationRun.class);
  private static final int MIN_EPOCHS = 10;

  private final RunWatch watch;
  private final Device device;
  private final RunDirectory directory;
  private final RunPlan plan;
  private final ImageDataset dataset;
  private final CondensationConfig config;
  private final EvaluationConfig evaluation;
  private final RunJournal journal;

  private final Map<ComparedSet, AccuracyStatistics> accuracies = new EnumMap<>(ComparedSet.class);
  private int iterations;
  private double secondsPerIteration;

  /**
   * A run that has not begun.
   *
   * @param watch told what happens
   * @param plan what it is to do
   * @param journal how far the run has come
   */
  CondensationRun(
      RunWatch watch, Device device, RunDirectory directory, RunPlan plan, RunJournal journal) {
    this.watch = watch;
    this.device = device;
    this.directory = directory;
    this.plan = plan;
    dataset = plan.dataset();
    config = plan.condensation();
    evaluation = plan.evaluation();
    this.journal = journal;
  }

  /**
   * Runs, and evaluates the plan's sets.
   *
   * @throws NonFiniteLossException after what was last good has been written
   */
  RunResult execute(String commandLine) {
    journal.note(configuration(commandLine));
    watch.begin();
    describe();
    try {
      CondensationResult result = condense(config, this::saveInitial);
      save(result);
      return new RunResult(result, accuracies, evaluated(result));
    } catch (NonFiniteLossException e) {
      save(e.lastGood());
      finish(RunSummary.Status.FAILED, e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      try {
        finish(RunSummary.Status.FAILED, String.valueOf(e.getMessage()));
      } catch (ReportException second) {
        e.addSuppressed(second); // such as a full disk, which the first failure names
      }
      throw e;
    }
  }

  private RunSummary evaluated(CondensationResult result) {
    if (watch.observer().cancelled()) {
      return finish(RunSummary.Status.CANCELLED, "");
    }
    journal.condensed(plan.objective());
    try {
      evaluate(result);
    } catch (EvaluationCancelled e) {
      return finish(RunSummary.Status.CANCELLED, "");
    }
    RunSummary summary = finish(RunSummary.Status.COMPLETE, "");
    journal.complete();
    return summary;
  }

  private RunConfiguration configuration(String commandLine) {
    return new RunConfiguration(
        commandLine,
        Instant.now().toString(),
        RunConfiguration.Data.of(dataset),
        config,
        evaluation,
        device.info(),
        Version.ofEverything());
  }

  private void describe() {
    Decoding decoding = config.images().decoding();
    LOG.info(
        "{}: {} images of {} classes -> {} images a class, each decoding to {}",
        dataset.name(),
        dataset.train().count(),
        dataset.classes(),
        decoding.ipc(),
        decoding.factor() * decoding.factor());
    LOG.info(
        "device {} ({}, {} threads), {}",
        device.info().name(),
        device.info().hardware(),
        device.info().threads(),
        config.networks().size().description());
    journal.begun().ifPresent(begun -> LOG.info("going on from {}", begun));
  }

  private CondensationResult condense(CondensationConfig chosen, Consumer<SyntheticSet> onBegin) {
    String name = chosen.matching().objective().name();
    boolean own = chosen == config;
    CondensationResult result;
    Checkpoints<CondensationState> checkpoints = journal.of(chosen.matching().objective());
    int done = checkpoints.latest().map(CondensationState::iteration).orElse(0);
    try (CondensationWatch watching = watch.condensation(chosen, done, own, onBegin)) {
      result = new Condensation(device, dataset, chosen).run(watching, checkpoints);
    }
    LOG.info(
        Text.format(
            "%s: %d iterations, %.3f s each, %.0f MB of device memory",
            name, result.iterations(), result.secondsPerIteration(), result.deviceBytes() / 1e6));
    return result;
  }

  private void saveInitial(SyntheticSet initial) {
    directory.writeInitial(described(initial));
  }

  private void save(CondensationResult result) {
    directory.writeCondensed(described(result.condensed()));
    watch.viewer().condensed(result.iterations(), result.condensed());
    iterations = result.iterations();
    secondsPerIteration = result.secondsPerIteration();
  }

  private CondensedImages described(SyntheticSet set) {
    return new CondensedImages(dataset.name(), dataset.normalization(), set);
  }

  private void evaluate(CondensationResult result) {
    if (plan.sets().isEmpty()) {
      return; // a data set without test images is none to evaluate on
    }
    try (Evaluator evaluator = new Evaluator(device, dataset, evaluation)) {
      for (ComparedSet set : plan.sets()) {
        Optional<SyntheticSet> images = imagesOf(set, result);
        AccuracyStatistics accuracy = accuracyOf(set, images, evaluator);
        accuracies.put(set, accuracy);
        int perClass =
            images
                .map(synthetic -> synthetic.decoding().decodedPerClass())
                .orElse(dataset.train().count(0));
        watch.evaluated(new RunObserver.EvaluatedSet(set, perClass, epochs(images), accuracy));
      }
    }
  }

  /** The images of a set; none where it is all the real ones. */
  private Optional<SyntheticSet> imagesOf(ComparedSet set, CondensationResult result) {
    return switch (set) {
      case RANDOM ->
          Optional.of(
              new SyntheticInitializer(device, dataset, config.seed())
                  .create(
                      Initialization.RANDOM, new Decoding(config.images().decoding().ipc(), 1)));
      case INITIAL -> Optional.of(result.initial());
      case DM -> Optional.of(condensedBy(Objective.DM, result));
      case ECHO -> Optional.of(condensedBy(Objective.ECHO, result));
      case FULL -> Optional.empty();
    };
  }

  private SyntheticSet condensedBy(Objective objective, CondensationResult result) {
    if (objective == plan.objective()) {
      return result.condensed();
    }
    CondensationResult other = condense(plan.condensations().get(objective), initial -> {});
    if (watch.observer().cancelled()) {
      throw new EvaluationCancelled();
    }
    return other.condensed();
  }

  private AccuracyStatistics accuracyOf(
      ComparedSet set, Optional<SyntheticSet> images, Evaluator evaluator) {
    int epochs = epochs(images);
    Checkpoints<EvaluationState> checkpoints = journal.of(set);
    long done = checkpoints.latest().orElse(EvaluationState.BEGIN).epochsDone(epochs);
    try (EvaluationWatch watching = watch.evaluation(set, done, epochs, evaluation.repeats())) {
      return images.isPresent()
          ? evaluator.evaluate(images.get(), watching, checkpoints)
          : evaluator.evaluateAll(epochs, watching, checkpoints);
    }
  }

  private int epochs(Optional<SyntheticSet> images) {
    return images.isPresent() ? evaluation.training().epochs() : epochsOfAllImages();
  }

  /** As many steps of SGD as the condensed images get, but at least {@code MIN_EPOCHS} epochs. */
  private int epochsOfAllImages() {
    long condensed = (long) dataset.classes() * config.images().decoding().decodedPerClass();
    long epochs = evaluation.training().epochs() * condensed / dataset.train().count();
    return (int) Math.min(Integer.MAX_VALUE, Math.max(MIN_EPOCHS, epochs));
  }

  /** The results are there without it: a report that cannot be written does not fail the run. */
  private void writeReport(RunSummary summary) {
    try {
      RunPage.writeReport(directory.path(), summary);
    } catch (ReportException e) {
      LOG.warn("no report of {} was written: {}", directory.path(), e.getMessage());
    }
  }

  private RunSummary finish(RunSummary.Status status, String failure) {
    Map<String, AccuracyStatistics> byName = new LinkedHashMap<>();
    accuracies.forEach((set, accuracy) -> byName.put(set.key(), accuracy));
    watch.endPhase();
    RunSummary summary =
        new RunSummary(
            status, failure, iterations, secondsPerIteration, journal.meter().cost(), byName);
    writeReport(summary); // first: the summary is what makes a run complete
    directory.write(summary);
    watch.viewer().end(summary);
    watch.observer().ended(summary);
    return summary;
  }
}
