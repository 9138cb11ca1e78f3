package org.echodc.report.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.echodc.evaluate.AccuracyStatistics;

/**
 * What {@code summary.json} says.
 *
 * @param status how the run ended
 * @param failure what went wrong, empty if nothing did
 * @param iterations of condensation that were done
 * @param secondsPerIteration their mean time
 * @param cost of all sessions of the run; its fields stand in {@code summary.json} among the others
 * @param accuracy test accuracies in per cent, by set: random, initial, dm, echo, full
 */
public record RunSummary(
    Status status,
    String failure,
    int iterations,
    double secondsPerIteration,
    @JsonUnwrapped RunCost cost,
    Map<String, AccuracyStatistics> accuracy) {

  /** How fast condensation was; 0 where there was no iteration. */
  @JsonProperty("iterations_per_second")
  public double iterationsPerSecond() {
    return secondsPerIteration == 0 ? 0 : 1 / secondsPerIteration;
  }

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
