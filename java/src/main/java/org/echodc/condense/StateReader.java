package org.echodc.condense;

import org.echodc.device.ReadBack;
import org.echodc.synthetic.Checkpoints;

/** Reports the state where the listener wants it; at most one is on its way. */
final class StateReader {
  private final Condenser condenser;
  private final Checkpoints<CondensationState> checkpoints;
  private final Stopwatch time;
  private boolean reading;

  StateReader(Condenser condenser, Checkpoints<CondensationState> checkpoints, Stopwatch time) {
    this.condenser = condenser;
    this.checkpoints = checkpoints;
    this.time = time;
  }

  /** Reads the state after the iterations issued so far, if it is due. */
  void readIfDue(Readings readings, int iteration) {
    if (!reading && checkpoints.due()) {
      read(readings, iteration);
    }
  }

  /** Reads the state after the iterations issued so far. */
  void read(Readings readings, int iteration) {
    reading = true;
    double seconds = time.seconds();
    ReadBack pixels = condenser.readPixels();
    ReadBack velocity = condenser.readVelocity();
    readings.add(velocity, () -> report(iteration, seconds, pixels, velocity));
  }

  private void report(int iteration, double seconds, ReadBack pixels, ReadBack velocity) {
    reading = false;
    checkpoints.keep(new CondensationState(iteration, seconds, pixels.values(), velocity.values()));
  }
}
