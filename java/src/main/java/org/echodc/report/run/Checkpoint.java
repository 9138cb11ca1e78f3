package org.echodc.report.run;

import java.util.Map;
import org.echodc.condense.CondensationState;
import org.echodc.condense.Objective;
import org.echodc.evaluate.EvaluationState;
import org.echodc.text.Text;

/**
 * How far a run has come: enough to go on.
 *
 * @param identity what the run is of
 * @param cost of the run until then
 * @param metricsBytes length of the log of metrics; what is behind belongs to lost work
 * @param condensations one entry for each objective that has begun; the finished ones are at their
 *     last iteration
 * @param evaluations one entry for each set whose evaluation has begun, by its name
 */
public record Checkpoint(
    RunIdentity identity,
    RunCost cost,
    long metricsBytes,
    Map<Objective, CondensationState> condensations,
    Map<String, EvaluationState> evaluations) {

  /** Checks that the number is a possible one, and keeps immutable copies. */
  public Checkpoint {
    if (metricsBytes < 0) {
      throw new IllegalArgumentException(
          Text.format("no checkpoint has %d bytes of metrics before it", metricsBytes));
    }
    condensations = Map.copyOf(condensations);
    evaluations = Map.copyOf(evaluations);
  }
}
