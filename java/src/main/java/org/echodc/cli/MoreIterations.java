package org.echodc.cli;

import java.util.Optional;
import org.echodc.condense.CondensationState;
import org.echodc.condense.Objective;
import org.echodc.report.Checkpoint;
import org.echodc.report.CheckpointStore;
import org.echodc.report.ReportException;
import org.echodc.report.RunDirectory;
import org.echodc.text.Text;

/**
 * More iterations than a run was begun with. It goes on from the last one, and what was evaluated
 * then is evaluated anew: the result is that of a run which had so many from the beginning.
 *
 * @param objective that the run is for
 * @param before how many it was to have
 * @param wanted how many it is to have
 */
record MoreIterations(Objective objective, int before, int wanted) {

  /**
   * What a run gets that goes on; nothing where it is not complete and keeps its number.
   *
   * @throws IllegalArgumentException if it has had as many already
   * @throws ReportException if it left no state to go on from
   * @throws RecipeException if its recipe does not say how many it was to have
   */
  static Optional<MoreIterations> of(RunDirectory run, Objective objective, int wanted) {
    int before = iterations(run);
    boolean complete = run.isComplete();
    if (wanted < before || wanted == before && complete) {
      throw new IllegalArgumentException(
          Text.format(
              "%s has %d iterations; --iterations must be more than that for it to go on, not %d",
              run.path(), before, wanted));
    }
    if (complete && run.checkpoints().lastIteration().isEmpty()) {
      throw new ReportException(
          Text.format(
              "%s kept no state that it could go on from; begin another run with --recipe %s"
                  + " --iterations %d",
              run.path(), run.recipe().path(), wanted));
    }
    return wanted == before
        ? Optional.empty()
        : Optional.of(new MoreIterations(objective, before, wanted));
  }

  private static int iterations(RunDirectory run) {
    Recipe.Setting setting = RecipeCatalog.read(run.recipe().path()).settings().get("iterations");
    if (setting == null) {
      throw new RecipeException(run.recipe().path() + ": it has no 'iterations'");
    }
    try {
      return Integer.parseInt(setting.value());
    } catch (NumberFormatException e) {
      throw new RecipeException(
          Text.format("%s: 'iterations' is no number: %s", setting.location(), setting.value()), e);
    }
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
