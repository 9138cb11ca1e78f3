package org.echodc.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * Where the evaluation of a set of images stands. With its configuration, the data and the device
 * this determines what follows, bit for bit.
 *
 * @param accuracies of the repeats that are done, in per cent
 * @param training where the next repeat stands; none where it has not begun
 */
public record EvaluationState(List<Double> accuracies, Optional<TrainingState> training) {

  /** Nothing has been done. */
  public static final EvaluationState BEGIN = new EvaluationState(List.of(), Optional.empty());

  /** Keeps an immutable copy. */
  public EvaluationState {
    accuracies = List.copyOf(accuracies);
  }

  /**
   * Epochs that are done, in all repeats.
   *
   * @param epochsPerRepeat how many a finished repeat has
   */
  public long epochsDone(int epochsPerRepeat) {
    int begun = training.map(TrainingState::epoch).orElse(0);
    return (long) accuracies.size() * epochsPerRepeat + begun;
  }
}
