package org.echodc.cli;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.SyntheticSet;
import org.echodc.device.Device;
import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.report.MetricsLog;
import org.echodc.report.RunConfiguration;
import org.echodc.report.RunDirectory;
import org.echodc.report.RunEvent;
import org.echodc.report.RunSummary;
import org.echodc.report.RunViewer;

/**
 * Watches a run: writes its events to {@code metrics.jsonl}, shows them to a viewer and on the
 * terminal, and keeps the time of its phases and the most memory it used.
 */
final class RunWatch implements AutoCloseable {
  private final Interruption interruption;
  private final Device device;
  private final RunViewer viewer;
  private final OptionalInt testPeriod;
  private final RunDirectory directory;
  private final MetricsLog metrics;
  private final Phases phases;
  private long peakDeviceBytes;

  /**
   * Begins to watch.
   *
   * @param testPeriod epochs from one test of an evaluated network to the next, if not the default
   */
  RunWatch(
      Interruption interruption,
      Device device,
      RunViewer viewer,
      OptionalInt testPeriod,
      RunDirectory directory) {
    this.interruption = interruption;
    this.device = device;
    this.viewer = viewer;
    this.testPeriod = testPeriod;
    this.directory = directory;
    metrics = directory.metrics(viewer::event);
    phases = new Phases(this::add);
  }

  /** The run begins, or goes on. */
  void begin(RunConfiguration configuration) {
    viewer.begin(configuration, directory.events());
  }

  /**
   * Watches a condensation.
   *
   * @param own whether it is of the run's own objective, whose images the viewer sees
   * @param onBegin gets the initial images
   */
  CondensationWatch condensation(
      CondensationConfig config, boolean own, Consumer<SyntheticSet> onBegin) {
    return new CondensationWatch(this, config, own, onBegin);
  }

  /** Watches the evaluation of a set, whose networks are trained for the given epochs. */
  EvaluationWatch evaluation(ComparedSet set, int epochs, int repeats) {
    return new EvaluationWatch(this, set, epochs, repeats, testPeriod);
  }

  /** A set has been evaluated. */
  void evaluated(ComparedSet set, int perClass, int epochs, AccuracyStatistics accuracy) {
    add(new RunEvent.Evaluated(set.key(), set.description(), perClass, epochs, accuracy));
  }

  void add(RunEvent event) {
    peakDeviceBytes = Math.max(peakDeviceBytes, device.allocatedBytes());
    metrics.add(event);
  }

  Interruption interruption() {
    return interruption;
  }

  Phases phases() {
    return phases;
  }

  RunViewer viewer() {
    return viewer;
  }

  /** What the time went into so far. */
  List<RunSummary.Phase> endedPhases() {
    phases.end();
    return phases.ended();
  }

  /** Most device memory in use at any event, workspaces included. */
  long peakDeviceBytes() {
    return peakDeviceBytes;
  }

  @Override
  public void close() {
    metrics.close();
  }
}
