package org.echodc.report;

import java.util.Map;
import org.echodc.evaluate.AccuracyStatistics;

/**
 * What {@code summary.json} says.
 *
 * @param status how the run ended
 * @param failure what went wrong, empty if nothing did
 * @param iterations of condensation that were done
 * @param secondsPerIteration their mean time
 * @param totalSeconds from start to end, evaluations included
 * @param accuracy test accuracies in per cent, by set: random, initial, dm, echo, full
 */
public record RunSummary(
    Status status,
    String failure,
    int iterations,
    double secondsPerIteration,
    double totalSeconds,
    Map<String, AccuracyStatistics> accuracy) {

  /** How a run can end. */
  public enum Status {
    /** All that was asked for was done. */
    COMPLETE,
    /** The user ended it. */
    CANCELLED,
    /** It failed; what had been reached is kept. */
    FAILED
  }
}
