package org.echodc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.echodc.report.RunEvent;
import org.echodc.report.RunSummary;

/** What the time of a run goes into: one phase after the other. */
final class Phases {
  private final Consumer<RunEvent> events;
  private final List<RunSummary.Phase> ended = new ArrayList<>();
  private String current;
  private long start;

  /**
   * No phase yet.
   *
   * @param events told of beginnings and ends
   */
  Phases(Consumer<RunEvent> events) {
    this.events = events;
  }

  /** Ends the phase that goes on, if one does, and begins another. */
  void begin(String phase, String unit, long total) {
    end();
    current = phase;
    start = System.nanoTime();
    events.accept(new RunEvent.Begin(phase, unit, total));
  }

  /** Ends the phase that goes on, if one does. */
  void end() {
    if (current != null) {
      ended.add(new RunSummary.Phase(current, seconds()));
      events.accept(new RunEvent.End(current, seconds()));
      current = null;
    }
  }

  /** Seconds since the phase that goes on began. */
  double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }

  /** The phases that have ended, in order. */
  List<RunSummary.Phase> ended() {
    return List.copyOf(ended);
  }
}
