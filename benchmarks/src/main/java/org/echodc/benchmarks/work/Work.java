package org.echodc.benchmarks.work;

import org.echodc.operation.Operation;

/**
 * What one invocation of a benchmark has to do, whoever does it and however: the same numbers for
 * every implementation, so that rates compare. The operations have the formulas.
 *
 * @param flops {@link Operation#flops}
 * @param bytes {@link Operation#bytes}: nothing that is made in between
 */
public record Work(long flops, long bytes) {

  /** Nothing. */
  public static final Work NONE = new Work(0, 0);

  /** Work of an operation; its tensors need no memory. */
  public static Work of(Operation operation) {
    return new Work(operation.flops(), operation.bytes());
  }

  /** This and other work. */
  public Work plus(Work other) {
    return new Work(flops + other.flops, bytes + other.bytes);
  }
}
