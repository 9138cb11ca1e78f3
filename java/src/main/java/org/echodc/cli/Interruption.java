package org.echodc.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a command end in order on Ctrl-C or SIGTERM: the work sees {@link #requested} and stops at
 * the next iteration, and the process waits until its results are written.
 */
class Interruption {
  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean requested;

  /** Begins to listen. */
  void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "interruption"));
  }

  private void interrupt() {
    if (finished.getCount() > 0) { // else the process ends of itself
      LOG.info(
          "asked to end: the work stops at the next iteration, and what it reached is written");
    }
    request();
    try {
      finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the command to end. */
  void request() {
    requested = true;
  }

  /** Whether the user wants the command to end. */
  boolean requested() {
    return requested;
  }

  /** The command has written all it will write. */
  void finished() {
    finished.countDown();
  }
}
