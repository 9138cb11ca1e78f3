package org.echodc.cli.terminal;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * How fast a task goes. Only the work of this process counts for that: what was done before it, in
 * a time that is not known here, counts for how far the task has come.
 */
public final class Pace {
  private final LongSupplier nanoTime;
  private final long start;
  private final long before;
  private final long total;
  private long done;

  /**
   * The task begins, or goes on, now.
   *
   * @param nanoTime clock, such as {@link System#nanoTime}
   * @param before how much of it was done before
   * @param total how much it is
   */
  public Pace(LongSupplier nanoTime, long before, long total) {
    this.nanoTime = nanoTime;
    this.before = before;
    this.total = total;
    start = nanoTime.getAsLong();
    done = before;
  }

  /** So much is done, what was done before included. */
  void reach(long newDone) {
    done = newDone;
  }

  long done() {
    return done;
  }

  long total() {
    return total;
  }

  /** Nanoseconds since the task began or went on. */
  long nanos() {
    return nanoTime.getAsLong() - start;
  }

  /** How much is done a second; nothing as long as there is no telling. */
  OptionalDouble rate() {
    long nanos = nanos();
    return done == before || nanos == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((done - before) * 1e9 / nanos);
  }

  /** Seconds that the rest will take at this rate; nothing as long as there is no telling. */
  OptionalDouble secondsLeft() {
    OptionalDouble rate = rate();
    return rate.isEmpty() ? rate : OptionalDouble.of((total - done) / rate.getAsDouble());
  }
}
