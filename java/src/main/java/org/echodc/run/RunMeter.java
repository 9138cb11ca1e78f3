package org.echodc.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.echodc.report.run.RunCost;
import org.echodc.text.Text;

/**
 * Measures what a run costs, on from what it had cost when it was interrupted. Its time goes into
 * one phase after the other; one that goes on in a later session, or has to be done again there, is
 * the same phase.
 */
final class RunMeter {
  private final LongSupplier nanoTime;
  private final long start;
  private final double secondsBefore;
  private final Map<String, Double> phases = new LinkedHashMap<>();
  private Optional<String> current = Optional.empty();
  private long currentStart;
  private long peakDeviceBytes;

  /**
   * Starts to measure.
   *
   * @param nanoTime clock, such as {@link System#nanoTime}
   * @param before what the run has cost already
   */
  RunMeter(LongSupplier nanoTime, RunCost before) {
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
    secondsBefore = before.seconds();
    peakDeviceBytes = before.peakDeviceBytes();
    before.phases().forEach(phase -> phases.put(phase.name(), phase.seconds()));
  }

  /** A phase begins or goes on; none may be going on. */
  void begin(String phase) {
    if (current.isPresent()) {
      throw new IllegalStateException(Text.format("%s begins in %s", phase, current.get()));
    }
    phases.putIfAbsent(phase, 0.0);
    current = Optional.of(phase);
    currentStart = nanoTime.getAsLong();
  }

  /** Ends the phase that goes on, if one does; says what it has taken in all sessions. */
  Optional<RunCost.Phase> end() {
    Optional<RunCost.Phase> ended =
        current.map(phase -> new RunCost.Phase(phase, phaseSeconds(phase)));
    ended.ifPresent(phase -> phases.put(phase.name(), phase.seconds()));
    current = Optional.empty();
    return ended;
  }

  /** Seconds that the phase that goes on has taken, in all sessions; 0 where none does. */
  double phaseSeconds() {
    return current.map(this::phaseSeconds).orElse(0.0);
  }

  private double phaseSeconds(String phase) {
    double now = current.filter(phase::equals).isPresent() ? secondsSince(currentStart) : 0;
    return phases.get(phase) + now;
  }

  /** So much device memory is in use. */
  void deviceBytes(long bytes) {
    peakDeviceBytes = Math.max(peakDeviceBytes, bytes);
  }

  /** What the run has cost until now, the phase that goes on included. */
  RunCost cost() {
    List<RunCost.Phase> all = new ArrayList<>();
    phases.keySet().forEach(phase -> all.add(new RunCost.Phase(phase, phaseSeconds(phase))));
    return new RunCost(secondsBefore + secondsSince(start), peakDeviceBytes, all);
  }

  private double secondsSince(long nanos) {
    return (nanoTime.getAsLong() - nanos) / 1e9;
  }
}
