package org.echodc.benchmarks.work;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;

/** Time out of JMH's scores. */
public final class Seconds {
  private Seconds() {}

  /**
   * Seconds of one invocation, whatever the mode that was asked for.
   *
   * @param score in the mode's unit, invocations a time or time an invocation
   */
  public static double perInvocation(Mode mode, TimeUnit unit, double score) {
    double seconds = unit.toNanos(1) * 1e-9;
    return mode == Mode.Throughput ? seconds / score : score * seconds;
  }
}
