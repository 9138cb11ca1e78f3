package org.echodc.run;

import java.util.Optional;
import org.echodc.condense.CondensationState;
import org.echodc.condense.Objective;
import org.echodc.failure.Cause;
import org.echodc.failure.UnsuitableException;
import org.echodc.report.ReportException;
import org.echodc.report.run.Checkpoint;
import org.echodc.report.run.CheckpointStore;
import org.echodc.report.run.RunDirectory;
import org.echodc.text.Text;

/**
 * More iterations than a run was begun with. It goes on from the last one, and what was evaluated
 * then is evaluated anew: the result is that of a run which had so many from the beginning.
 *
 * @param objective that the run is for
 * @param before how many it was to have
 * @param wanted how many it is to have
 */
public record MoreIterations(Objective objective, int before, int wanted) {

  /**
   * What a run gets that goes on; nothing where it is not complete and keeps its number.
   *
   * @throws IllegalArgumentException if it has had as many already
   * @throws ReportException if it left no state to go on from
   */
  public static Optional<MoreIterations> of(
      RunDirectory run, Objective objective, int before, int wanted) {
    boolean complete = run.isComplete();
    if (wanted < before || wanted == before && complete) {
      throw new UnsuitableException(
          Text.format(
              "%s has %d iterations; it can go on for more than that, not for %d",
              run.path(), before, wanted),
          Cause.ITERATIONS_DONE);
    }
    if (complete && run.checkpoints().lastIteration().isEmpty()) {
      throw new ReportException(
          Text.format("%s kept no state that it could go on from", run.path()),
          Cause.NO_LAST_STATE);
    }
    return wanted == before
        ? Optional.empty()
        : Optional.of(new MoreIterations(objective, before, wanted));
  }

  /** Where the run goes on: what it reached, but before it evaluated anything. */
  Optional<Checkpoint> begin(Optional<Checkpoint> reached, CheckpointStore store) {
    return reached.filter(checkpoint -> done(checkpoint) < before).or(store::lastIteration);
  }

  private int done(Checkpoint checkpoint) {
    CondensationState state = checkpoint.condensations().get(objective);
    return state == null ? 0 : state.iteration();
  }

  /**
   * Makes the change last. After each step the run can go on, with the old number or the new one.
   */
  void note(Optional<Checkpoint> from, CheckpointStore store, RunDirectory run) {
    from.ifPresent(store::writeAlone);
    run.recipe().writeIterations(wanted);
  }
}
