package org.echodc.benchmarks;

/**
 * What one invocation of a benchmark has to do, whoever does it and however: the same numbers for
 * every implementation, so that rates compare. {@link OperationWork} has the formulas.
 *
 * @param flops floating-point operations, a multiplication and an addition counting as two
 * @param bytes that must cross the memory interface once: every input read, every result written,
 *     nothing that is made in between
 */
public record Work(long flops, long bytes) {

  /** Nothing. */
  public static final Work NONE = new Work(0, 0);

  /** This and other work. */
  public Work plus(Work other) {
    return new Work(flops + other.flops, bytes + other.bytes);
  }
}
