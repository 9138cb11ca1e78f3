package org.echodc.run;

import org.echodc.evaluate.AccuracyStatistics;
import org.echodc.report.run.RunSummary;

/**
 * Told how far a run has come, and able to end it. Calls come from the thread of the run, one task
 * after the other.
 */
public interface RunObserver {

  /** Looks on and says nothing. */
  RunObserver NONE = new RunObserver() {};

  /** A task begins, or goes on. */
  default void begin(Task task) {}

  /** So much of the task is done, what was done in earlier sessions included. */
  default void reach(long done) {}

  /** The loss is now this. */
  default void loss(double loss) {}

  /** The task has ended. */
  default void end() {}

  /** The networks that were trained on a set have been tested. */
  default void evaluated(EvaluatedSet set) {}

  /** The run has ended, well or not; what it reached is written. */
  default void ended(RunSummary summary) {}

  /** Whether the run is to end: it does at the next iteration, and can go on another time. */
  default boolean cancelled() {
    return false;
  }

  /**
   * A part of a run.
   *
   * @param name what is done
   * @param unit what is counted, singular
   * @param done how much of it was done before
   * @param total how much it is
   */
  record Task(String name, String unit, long done, long total) {}

  /**
   * A set of images that has been evaluated.
   *
   * @param set which
   * @param perClass images of each class that a network was trained on
   * @param epochs that it was trained for
   * @param accuracy on the test images
   */
  record EvaluatedSet(ComparedSet set, int perClass, int epochs, AccuracyStatistics accuracy) {}
}
