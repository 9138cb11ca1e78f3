package org.echodc.report.run;

import java.util.List;
import org.echodc.text.Text;

/**
 * What a run has cost so far, over all its sessions: what it was before it was interrupted counts,
 * pauses and work that was lost do not.
 *
 * @param seconds from start to end, evaluations included
 * @param peakDeviceBytes most device memory in use at a time, data sets and workspaces included
 * @param phases what the time went into, in order; each name once
 */
public record RunCost(double seconds, long peakDeviceBytes, List<Phase> phases) {

  /** Nothing yet. */
  public static final RunCost NONE = new RunCost(0, 0, List.of());

  /** Checks that the numbers are possible ones, and keeps an immutable copy. */
  public RunCost {
    if (!(seconds >= 0) || peakDeviceBytes < 0) {
      throw new IllegalArgumentException(
          Text.format("no run has cost %s s and %d bytes", seconds, peakDeviceBytes));
    }
    phases = List.copyOf(phases);
  }

  /**
   * A part of a run.
   *
   * @param name such as {@code initialise echo}, {@code condense echo}, {@code evaluate random}
   * @param seconds that it took
   */
  public record Phase(String name, double seconds) {

    /** Checks that the time is a possible one. */
    public Phase {
      if (name == null || !(seconds >= 0)) {
        throw new IllegalArgumentException(
            Text.format("no phase %s has taken %s s", name, seconds));
      }
    }
  }
}
