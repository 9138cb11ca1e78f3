package org.echodc.cli;

import java.util.OptionalInt;
import java.util.function.Consumer;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.SyntheticSet;
import org.echodc.device.Device;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.report.MetricsLog;
import org.echodc.report.RunDirectory;
import org.echodc.report.RunEvent;
import org.echodc.report.RunViewer;

/**
 * Watches a run: writes its events to {@code metrics.jsonl}, shows them to a viewer and on the
 * terminal, and tells the run's meter of its phases and of the memory in use.
 */
final class RunWatch implements AutoCloseable {
  private final Interruption interruption;
  private final ProgressOutput output;
  private final Device device;
  private final RunViewer viewer;
  private final OptionalInt testPeriod;
  private final RunDirectory directory;
  private final MetricsLog metrics;
  private final RunMeter meter;

  /**
   * Begins to watch.
   *
   * @param output shows how far the run has come
   * @param meter measures what it costs
   * @param testPeriod epochs from one test of an evaluated network to the next, if not the default
   */
  RunWatch(
      Interruption interruption,
      ProgressOutput output,
      Device device,
      RunViewer viewer,
      OptionalInt testPeriod,
      RunDirectory directory,
      RunMeter meter) {
    this.interruption = interruption;
    this.output = output;
    this.device = device;
    this.viewer = viewer;
    this.testPeriod = testPeriod;
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
  void evaluated(ComparedSet set, int perClass, int epochs, AccuracyStatistics accuracy) {
    add(new RunEvent.Evaluated(set.key(), set.description(), perClass, epochs, accuracy));
  }

  void add(RunEvent event) {
    meter.deviceBytes(device.allocatedBytes());
    metrics.add(event);
  }

  /** Ends the phase that goes on, if one does, and begins another, or goes on with it. */
  void beginPhase(String phase, String unit, long done, long total) {
    endPhase();
    meter.begin(phase);
    add(new RunEvent.Begin(phase, unit, done, total));
  }

  /** Ends the phase that goes on, if one does. */
  void endPhase() {
    meter.end().ifPresent(phase -> add(new RunEvent.End(phase.name(), phase.seconds())));
  }

  /** Seconds that the phase that goes on has taken, in all sessions. */
  double phaseSeconds() {
    return meter.phaseSeconds();
  }

  /** Shows the progress of a task of which something may have been done before. */
  Progress progress(String task, String unit, long done, long total) {
    return new Progress(output, task, unit, new Pace(System::nanoTime, done, total));
  }

  Interruption interruption() {
    return interruption;
  }

  RunViewer viewer() {
    return viewer;
  }

  @Override
  public void close() {
    metrics.close();
  }
}
