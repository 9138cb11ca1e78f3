package org.echodc.cli.terminal;

import java.util.function.LongSupplier;

/** A clock that stands still unless it is told to go on. */
public final class ManualClock implements LongSupplier {
  private long nanos = -5_000_000_000L; // System.nanoTime may be negative too

  public void goOn(double seconds) {
    nanos += Math.round(seconds * 1e9);
  }

  @Override
  public long getAsLong() {
    return nanos;
  }
}
