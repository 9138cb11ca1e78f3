package org.echodc.condense;

import org.echodc.text.Text;

/**
 * Where a condensation stands between two iterations. All random numbers depend on the seed and the
 * iteration alone, so with the configuration, the data and the device this determines what follows,
 * bit for bit.
 *
 * @param iteration iterations done
 * @param seconds time that they took
 * @param pixels [classes ipc, height, width, channels] in [0, 1]
 * @param velocity of the pixels, in the same order
 */
public record CondensationState(int iteration, double seconds, float[] pixels, float[] velocity) {

  /** Checks that the numbers are possible ones. */
  public CondensationState {
    if (iteration < 0 || !(seconds >= 0) || pixels.length != velocity.length) {
      throw new IllegalArgumentException(
          Text.format(
              "iteration %d after %s s with %d pixels and %d velocities is no state of a condensation",
              iteration, seconds, pixels.length, velocity.length));
    }
  }

  /** Whether all numbers are finite; otherwise the next loss is not either. */
  public boolean isFinite() {
    return allFinite(pixels) && allFinite(velocity);
  }

  private static boolean allFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
