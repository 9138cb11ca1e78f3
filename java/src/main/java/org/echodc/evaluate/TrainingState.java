package org.echodc.evaluate;

import org.echodc.text.Text;

/**
 * Where the training of a network stands between two epochs.
 *
 * @param epoch epochs done
 * @param parameters all of the network's, flat, and behind them the state of its layers
 * @param velocity of the parameters, in the same order
 */
public record TrainingState(int epoch, float[] parameters, float[] velocity) {

  /** Checks that the numbers are possible ones. */
  public TrainingState {
    if (epoch < 0 || parameters.length < velocity.length) {
      throw new IllegalArgumentException(
          Text.format(
              "epoch %d with %d parameters and %d velocities is no state of a training",
              epoch, parameters.length, velocity.length));
    }
  }
}
