package org.echodc.cli.terminal;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a command end in order on Ctrl-C, SIGTERM, SIGHUP or SIGUSR1: the work sees {@link
 * #requested} and stops at the next iteration, and the process waits until its results are written.
 */
public class Interruption {
  private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
  private static final long PATIENCE_SECONDS = 120;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean requested;

  /** Begins to listen. */
  public void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "interruption"));
  }

  /**
   * Ends the process in order at SIGUSR1 too, whose default is to end it at once. Batch systems can
   * send it some time before they end a job.
   *
   * @param exit gets the signal's number, and ends the process
   */
  public void onUserSignal(IntConsumer exit) {
    try { // Java has no other way to hear of a signal, and javac warns where this one is named
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object user = signal.getConstructor(String.class).newInstance("USR1");
      int number = (int) signal.getMethod("getNumber").invoke(user);
      Object exiting =
          Proxy.newProxyInstance(
              Interruption.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                exit.accept(number);
                return null;
              });
      signal.getMethod("handle", signal, handler).invoke(null, user, exiting);
    } catch (ReflectiveOperationException e) {
      LOG.debug("SIGUSR1 ends this process without a checkpoint: {}", e.toString());
    }
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
  public void request() {
    requested = true;
  }

  /** Whether the user wants the command to end. */
  public boolean requested() {
    return requested;
  }

  /** The command has written all it will write. */
  public void finished() {
    finished.countDown();
  }
}
