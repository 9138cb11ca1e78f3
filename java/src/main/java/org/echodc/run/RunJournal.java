package org.echodc.run;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.echodc.condense.CondensationState;
import org.echodc.condense.Objective;
import org.echodc.evaluate.EvaluationState;
import org.echodc.failure.Cause;
import org.echodc.report.ReportException;
import org.echodc.report.run.Checkpoint;
import org.echodc.report.run.CheckpointStore;
import org.echodc.report.run.RunConfiguration;
import org.echodc.report.run.RunCost;
import org.echodc.report.run.RunDirectory;
import org.echodc.report.run.RunIdentity;
import org.echodc.synthetic.Checkpoints;
import org.echodc.text.Text;

/** How far a run has come, and its checkpoints. */
public final class RunJournal {
  private final RunDirectory directory;
  private final CheckpointStore store;
  private final RunIdentity identity;
  private final long period;
  private final Map<Objective, CondensationState> condensations = new EnumMap<>(Objective.class);
  private final Map<String, EvaluationState> evaluations = new TreeMap<>();
  private RunMeter meter = new RunMeter(System::nanoTime, RunCost.NONE);
  private long written = System.nanoTime();

  private RunJournal(RunDirectory directory, RunIdentity identity, Duration period) {
    this.directory = directory;
    this.identity = identity;
    this.period = period.toNanos();
    store = directory.checkpoints();
  }

  /**
   * The journal of a run that begins.
   *
   * @param period time from one checkpoint to the next
   */
  public static RunJournal begin(RunDirectory directory, RunIdentity identity, Duration period) {
    return new RunJournal(directory, identity, period);
  }

  /**
   * The journal of a run that goes on from its latest checkpoint, or from the beginning where there
   * is none. What was noted after it is taken back.
   *
   * @param more the iterations that the run gets in addition, if it does
   * @param force whether it may end differently from a run without a pause
   * @param warning told what the user should know
   * @throws ReportException if no checkpoint can be read, or it is of something else
   */
  public static RunJournal resume(
      RunDirectory directory,
      RunIdentity identity,
      Duration period,
      Optional<MoreIterations> more,
      boolean force,
      Consumer<String> warning) {
    RunJournal journal = new RunJournal(directory, identity, period);
    Optional<Checkpoint> reached = journal.store.latest(warning);
    Optional<Checkpoint> latest =
        more.isPresent() ? more.get().begin(reached, journal.store) : reached;
    if (latest.isEmpty()) {
      warning.accept(directory.path() + " has no checkpoint yet; beginning with iteration 1");
    }
    latest.ifPresent(checkpoint -> journal.take(checkpoint, force, warning));
    more.ifPresent(iterations -> iterations.note(latest, journal.store, directory));
    directory.rewind(latest.map(Checkpoint::metricsBytes).orElse(0L));
    return journal;
  }

  private void take(Checkpoint checkpoint, boolean force, Consumer<String> warning) {
    RunIdentity then = checkpoint.identity();
    if (!then.hasDataOf(identity)) {
      throw new ReportException(
          Text.format(
              "%s is of the data set %s with checksum %s, but this is %s with checksum %s",
              directory.path(),
              then.dataset(),
              then.datasetChecksum(),
              identity.dataset(),
              identity.datasetChecksum()),
          Cause.IMAGES_OF_OTHER_DATA);
    }
    List<String> conflicts = then.conflicts(identity);
    if (!conflicts.isEmpty() && !force) {
      throw new ReportException(
          Text.format(
              "%s would not end as it would have: %s",
              directory.path(), String.join(", ", conflicts)),
          Cause.RESUMED_DIFFERENTLY);
    }
    conflicts.forEach(conflict -> warning.accept(conflict + ": the result will be another one"));
    then.differences(identity)
        .forEach(other -> warning.accept(other + ": the last bits of the result may differ"));
    condensations.putAll(checkpoint.condensations());
    evaluations.putAll(checkpoint.evaluations());
    meter = new RunMeter(System::nanoTime, checkpoint.cost());
  }

  /** Where a run goes on, in words; nothing where it begins. */
  Optional<String> begun() {
    String iterations =
        condensations.entrySet().stream()
            .map(entry -> entry.getKey() + " at iteration " + entry.getValue().iteration())
            .collect(Collectors.joining(", "));
    return condensations.isEmpty()
        ? Optional.empty()
        : Optional.of(Text.format("%s, after %.0f s", iterations, meter.cost().seconds()));
  }

  /** Writes down the configuration of a run that begins, or with which one it goes on. */
  void note(RunConfiguration configuration) {
    if (begun().isPresent() && directory.hasConfiguration()) {
      directory.resumed(configuration);
    } else {
      directory.write(configuration); // also where an earlier session left no checkpoint
    }
  }

  /** What the run costs, all its sessions together. */
  public RunMeter meter() {
    return meter;
  }

  /** Checkpoints of the condensation by an objective. */
  Checkpoints<CondensationState> of(Objective objective) {
    // images that are not finite lead nowhere, and the next loss will say so
    return new Entry<>(condensations, objective, CondensationState::isFinite);
  }

  /** Checkpoints of the evaluation of a set. */
  Checkpoints<EvaluationState> of(ComparedSet set) {
    return new Entry<>(evaluations, set.key(), state -> true);
  }

  /**
   * The last iteration is done and its state kept: it is kept for good, in case the run gets more.
   * Where evaluations have begun, that has been done.
   *
   * @param objective that the run is for
   */
  void condensed(Objective objective) {
    if (evaluations.isEmpty() && condensations.keySet().equals(Set.of(objective))) {
      store.writeLastIteration(checkpoint());
    }
  }

  /** The run is complete: there is nothing to go on with. */
  void complete() {
    store.delete();
  }

  private Checkpoint checkpoint() {
    return new Checkpoint(
        identity, meter.cost(), directory.forceMetrics(), condensations, evaluations);
  }

  private void write() {
    store.write(checkpoint());
    written = System.nanoTime();
  }

  private final class Entry<K, S> implements Checkpoints<S> {
    private final Map<K, S> states;
    private final K key;
    private final Predicate<S> worthKeeping;

    Entry(Map<K, S> states, K key, Predicate<S> worthKeeping) {
      this.states = states;
      this.key = key;
      this.worthKeeping = worthKeeping;
    }

    @Override
    public Optional<S> latest() {
      return Optional.ofNullable(states.get(key));
    }

    @Override
    public boolean due() {
      return System.nanoTime() - written >= period;
    }

    @Override
    public void keep(S state) {
      if (worthKeeping.test(state)) {
        states.put(key, state);
        write();
      }
    }
  }
}
