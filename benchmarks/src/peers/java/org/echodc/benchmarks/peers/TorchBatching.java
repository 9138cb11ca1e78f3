package org.echodc.benchmarks.peers;

/** How the classes take part in an iteration. */
public enum TorchBatching {
  /**
   * As the published programs write it: class after class, a backward pass and a step of the
   * optimiser each.
   */
  EACH,
  /** All in one batch: one pass and one step. */
  BATCHED
}
