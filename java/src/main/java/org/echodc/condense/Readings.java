package org.echodc.condense;

import java.util.ArrayDeque;
import java.util.Deque;
import org.echodc.device.ReadBack;

/**
 * What is on its way from the device while it works on. It is reported in the order in which it was
 * asked for: a state after the losses of the iterations before it, and before those of later ones.
 */
final class Readings {
  private final Deque<Reading> queue = new ArrayDeque<>();

  private record Reading(ReadBack awaited, Runnable report) {}

  /**
   * Adds a reading.
   *
   * @param awaited what arrives last of it
   * @param report takes the values
   */
  void add(ReadBack awaited, Runnable report) {
    queue.add(new Reading(awaited, report));
  }

  /** Reports what has arrived, without waiting. */
  void reportArrived() {
    while (!queue.isEmpty() && queue.peek().awaited().isDone()) {
      queue.remove().report().run();
    }
  }

  /** Waits for everything and reports it. */
  void reportAll() {
    while (!queue.isEmpty()) {
      queue.remove().report().run();
    }
  }
}
