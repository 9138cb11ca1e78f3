package org.echodc.run;

import java.time.Duration;
import java.util.OptionalInt;
import org.echodc.report.run.RunViewer;

/**
 * How a run is kept and watched; nothing of it changes the result.
 *
 * @param commandLine that asked for it, for the record
 * @param checkpointPeriod time from one checkpoint to the next
 * @param testPeriod epochs from one test of an evaluated network to the next; without it a tenth of
 *     the epochs
 * @param viewer shows the run on a page
 */
public record RunSettings(
    String commandLine, Duration checkpointPeriod, OptionalInt testPeriod, RunViewer viewer) {

  /** A checkpoint every five minutes, ten tests of each network, no page. */
  public static final RunSettings DEFAULT =
      new RunSettings("", Duration.ofMinutes(5), OptionalInt.empty(), RunViewer.NONE);

  /** The same for a program that was started like this. */
  public RunSettings withCommandLine(String other) {
    return new RunSettings(other, checkpointPeriod, testPeriod, viewer);
  }

  /** The same with another time from one checkpoint to the next. */
  public RunSettings withCheckpointPeriod(Duration other) {
    return new RunSettings(commandLine, other, testPeriod, viewer);
  }

  /** The same with another time from one test to the next. */
  public RunSettings withTestPeriod(OptionalInt other) {
    return new RunSettings(commandLine, checkpointPeriod, other, viewer);
  }

  /** The same with another viewer. */
  public RunSettings withViewer(RunViewer other) {
    return new RunSettings(commandLine, checkpointPeriod, testPeriod, other);
  }
}
