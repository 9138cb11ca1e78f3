package org.echodc.evaluate;

/** Told how an evaluation goes. */
public interface EvaluationProgress {

  /** A listener that does nothing. */
  EvaluationProgress SILENT = new EvaluationProgress() {};

  /**
   * An epoch has ended.
   *
   * @param repeat counted from 1
   * @param epoch counted from 1
   * @param loss mean training loss of the epoch's last batch
   */
  default void epoch(int repeat, int epoch, float loss) {}

  /** Asked before every epoch; true ends the evaluation with {@link EvaluationCancelled}. */
  default boolean cancelled() {
    return false;
  }
}
