package org.echodc.operation;

import org.echodc.tensor.Tensor;

/**
 * Names one stream of counter-based random numbers: Philox 4x32-10 (Salmon et al., SC 2011) with
 * key {@code (seed low, seed high)} and counter {@code (block, group, step / period, purpose)}. A
 * word w becomes the uniform number {@code (w >>> 8) 2^-24} in [0, 1).
 *
 * @param seed seed of the run
 * @param purpose what is drawn
 * @param step INT32 [1] on the device: the iteration, read when the operation executes, so that a
 *     recorded sequence of operations draws new numbers whenever it is replayed
 * @param period how many steps share their numbers, at least 1
 */
public record RandomKey(long seed, RandomPurpose purpose, Tensor step, int period) {

  /** A stream that draws anew at every step. */
  public static RandomKey everyStep(long seed, RandomPurpose purpose, Tensor step) {
    return new RandomKey(seed, purpose, step, 1);
  }

  /** Holds the key of an operation to its contract. */
  public Arguments check(Arguments arguments) {
    return arguments.ints("step", step, 1).atLeast("period", 1, period);
  }
}
