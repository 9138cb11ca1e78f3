package org.echodc.cli;

/**
 * Defaults that depend on the data set: the bundled one is for a demonstration of a few minutes on
 * two cores, the others are for the paper's experiments.
 *
 * @param iterations of condensation
 * @param width channels of the ConvNet
 * @param epochs of an evaluation
 * @param repeats of an evaluation
 */
record RunDefaults(int iterations, int width, int epochs, int repeats) {
  private static final RunDefaults DEMONSTRATION = new RunDefaults(100, 32, 100, 2);
  private static final RunDefaults PAPER = new RunDefaults(10_000, 128, 1_000, 3);

  /** The defaults for a data set. */
  static RunDefaults of(String dataset) {
    return dataset.equals(DataOptions.BUNDLED) ? DEMONSTRATION : PAPER;
  }
}
