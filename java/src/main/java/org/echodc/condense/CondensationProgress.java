package org.echodc.condense;

import java.util.List;
import org.echodc.synthetic.SyntheticSet;

/** Told how a condensation goes. */
public interface CondensationProgress {

  /** A listener that does nothing. */
  CondensationProgress SILENT = new CondensationProgress() {};

  /** The condensation begins with these images. */
  default void begin(SyntheticSet initial) {}

  /** An iteration has been issued; {@code iteration} counts from 1. */
  default void iteration(int iteration) {}

  /**
   * The loss has been computed.
   *
   * @param iteration counted from 1
   * @param classLosses discrepancy of each class
   * @param seconds since the first iteration began
   */
  default void loss(int iteration, List<Float> classLosses, double seconds) {}

  /**
   * Images have arrived on the host, with the losses and right after them.
   *
   * @param iteration after which the images were like this: one less than that of the losses
   */
  default void images(int iteration, SyntheticSet images) {}

  /** Asked before every iteration; true ends the condensation in order. */
  default boolean cancelled() {
    return false;
  }
}
