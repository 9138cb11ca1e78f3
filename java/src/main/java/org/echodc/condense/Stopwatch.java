package org.echodc.condense;

/** Time since a condensation began, pauses between a state and its resumption left out. */
final class Stopwatch {
  private final double before;
  private final long start = System.nanoTime();

  /** Starts. */
  Stopwatch(double secondsBefore) {
    before = secondsBefore;
  }

  double seconds() {
    return before + (System.nanoTime() - start) * 1e-9;
  }
}
