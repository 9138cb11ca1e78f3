package org.echodc.device;

/** A point in a device's stream of work, for timing. */
public interface Event {

  /** Seconds from an earlier event of the same device to this one; waits until both are reached. */
  double secondsSince(Event earlier);
}
