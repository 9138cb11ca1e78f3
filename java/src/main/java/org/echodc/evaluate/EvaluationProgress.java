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

  /**
   * Asked after every epoch but the last: whether to test the network now. Testing changes nothing
   * in the training, but takes time.
   *
   * @param epoch counted from 1
   */
  default boolean wantsAccuracy(int epoch) {
    return false;
  }

  /**
   * A network has been tested: after its last epoch, or because {@link #wantsAccuracy} said so.
   *
   * @param repeat counted from 1
   * @param epoch after which it was tested
   * @param accuracy on the real test set, in per cent
   */
  default void accuracy(int repeat, int epoch, double accuracy) {}

  /** Asked before every epoch; true ends the evaluation with {@link EvaluationCancelled}. */
  default boolean cancelled() {
    return false;
  }
}
