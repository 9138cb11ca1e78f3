package org.echodc.cli.terminal;

import java.util.OptionalDouble;
import org.echodc.text.Text;

/**
 * Shows how far a task has come, such as {@code condense echo: 3700 of 10000 it, loss 0.0123, 1.71
 * it/s, 1:01:24 left}.
 */
public final class Progress implements AutoCloseable {
  private final ProgressOutput output;
  private final String task;
  private final String unit;
  private final Pace pace;
  private long nextNanos;
  private OptionalDouble loss = OptionalDouble.empty();

  /**
   * Shows a task that begins, or goes on.
   *
   * @param task what is done
   * @param unit what is counted, singular
   */
  public Progress(ProgressOutput output, String task, String unit, Pace pace) {
    this.output = output;
    this.task = task;
    this.unit = unit;
    this.pace = pace;
    nextNanos = output.period().toNanos();
    output.begin(line(), share());
  }

  /** The loss is now this; shown with what is done next. */
  public void loss(double newLoss) {
    loss = OptionalDouble.of(newLoss);
  }

  /** So much is done, what was done before this process included. */
  public void reach(long done) {
    pace.reach(done);
    long nanos = pace.nanos();
    if (nanos >= nextNanos) {
      nextNanos = nanos + output.period().toNanos();
      output.show(line(), share());
    }
  }

  private double share() {
    return (double) pace.done() / pace.total();
  }

  private String line() {
    StringBuilder line =
        new StringBuilder(Text.format("%s: %d of %d %s", task, pace.done(), pace.total(), unit));
    loss.ifPresent(value -> line.append(Text.format(", loss %.4f", value)));
    pace.rate().ifPresent(rate -> line.append(", ").append(rate(rate)));
    pace.secondsLeft().ifPresent(left -> line.append(Text.format(", %s left", time(left))));
    return line.toString();
  }

  private String rate(double rate) {
    return rate >= 1
        ? Text.format("%.2f %s/s", rate, unit)
        : Text.format("%.2f s/%s", 1 / rate, unit);
  }

  private static String time(double seconds) {
    long rounded = Math.round(seconds);
    return rounded < 3600
        ? Text.format("%d:%02d", rounded / 60, rounded % 60)
        : Text.format("%d:%02d:%02d", rounded / 3600, rounded / 60 % 60, rounded % 60);
  }

  @Override
  public void close() {
    output.end(line(), share());
  }
}
