package org.echodc.condense;

import org.echodc.synthetic.SyntheticSet;

/**
 * What a condensation came to.
 *
 * @param initial the synthetic images before the first iteration
 * @param condensed the images after the last
 * @param iterations iterations done: fewer than asked for where it was cancelled
 * @param seconds time of all iterations
 * @param deviceBytes device memory in use, the data set and workspaces included
 */
public record CondensationResult(
    SyntheticSet initial,
    SyntheticSet condensed,
    int iterations,
    double seconds,
    long deviceBytes) {

  /** Mean time of an iteration; 0 where there was none. */
  public double secondsPerIteration() {
    return iterations == 0 ? 0 : seconds / iterations;
  }
}
