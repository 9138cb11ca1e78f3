package org.echodc.run;

import java.util.OptionalInt;
import java.util.function.Consumer;
import org.echodc.condense.CondensationConfig;
import org.echodc.device.Device;
import org.echodc.report.run.MetricsLog;
import org.echodc.report.run.RunDirectory;
import org.echodc.report.run.RunEvent;
import org.echodc.report.run.RunViewer;
import org.echodc.synthetic.SyntheticSet;

/**
 * Watches a run: writes its events to {@code metrics.jsonl}, shows them to a viewer and an
 * observer, and tells the run's meter of its phases and of the memory in use.
 */
final class RunWatch implements AutoCloseable {
  private final RunObserver observer;
  private final Device device;
  private final RunViewer viewer;
  private final OptionalInt testPeriod;
  private final RunDirectory directory;
  private final MetricsLog metrics;
  private final RunMeter meter;

  /**
   * Begins to watch.
   *
   * @param meter measures what the run costs
   */
  RunWatch(
      RunObserver observer,
      Device device,
      RunSettings settings,
      RunDirectory directory,
      RunMeter meter) {
    this.observer = observer;
    this.device = device;
    this.viewer = settings.viewer();
    this.testPeriod = settings.testPeriod();
    this.directory = directory;
    metrics = directory.metrics(viewer::event);
    this.meter = meter;
  }

  /** The run begins, or goes on. */
  void begin() {
    viewer.begin(directory.configuration(), directory.events());
  }

  /**
   * Watches a condensation.
   *
   * @param done iterations that were done before
   * @param own whether it is of the run's own objective, whose images the viewer sees
   * @param onBegin gets the initial images
   */
  CondensationWatch condensation(
      CondensationConfig config, int done, boolean own, Consumer<SyntheticSet> onBegin) {
    return new CondensationWatch(this, config, done, own, onBegin);
  }

  /**
   * Watches the evaluation of a set, whose networks are trained for the given epochs.
   *
   * @param done epochs that were done before, in all repeats
   */
  EvaluationWatch evaluation(ComparedSet set, long done, int epochs, int repeats) {
    return new EvaluationWatch(this, set, done, epochs, repeats, testPeriod);
  }

  /** A set has been evaluated. */
  void evaluated(RunObserver.EvaluatedSet evaluated) {
    ComparedSet set = evaluated.set();
    add(
        new RunEvent.Evaluated(
            set.key(),
            set.description(),
            evaluated.perClass(),
            evaluated.epochs(),
            evaluated.accuracy()));
    observer.evaluated(evaluated);
  }

  void add(RunEvent event) {
    meter.deviceBytes(device.allocatedBytes());
    metrics.add(event);
  }

  /** Ends the phase that goes on, if one does, and begins another, or goes on with it. */
  void beginPhase(RunObserver.Task task) {
    endPhase();
    meter.begin(task.name());
    add(new RunEvent.Begin(task.name(), task.unit(), task.done(), task.total()));
  }

  /** Ends the phase that goes on, if one does. */
  void endPhase() {
    meter.end().ifPresent(phase -> add(new RunEvent.End(phase.name(), phase.seconds())));
  }

  /** Seconds that the phase that goes on has taken, in all sessions. */
  double phaseSeconds() {
    return meter.phaseSeconds();
  }

  RunObserver observer() {
    return observer;
  }

  RunViewer viewer() {
    return viewer;
  }

  @Override
  public void close() {
    metrics.close();
  }
}
