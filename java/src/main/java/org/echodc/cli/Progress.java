package org.echodc.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.echodc.condense.CondensationProgress;
import org.echodc.evaluate.EvaluationProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line with rate, loss and time left on a terminal; where there is none, a line of the log now
 * and then. Silent if the log is.
 */
final class Progress implements CondensationProgress, EvaluationProgress, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final int UPDATE_MILLISECONDS = 250;
  private static final long LINE_SECONDS = 30;

  private final Interruption interruption;
  private final String task;
  private final String unit;
  private final long total;
  private final ProgressBar bar;
  private final long start = System.nanoTime();
  private long lastLine = start;
  private long done;
  private double loss = Double.NaN;

  /**
   * Shows a task that has begun.
   *
   * @param task what is done
   * @param unit what is counted, singular
   * @param total how many there are
   */
  Progress(Interruption interruption, String task, String unit, long total) {
    this.interruption = interruption;
    this.task = task;
    this.unit = unit;
    this.total = total;
    bar =
        !Logging.isTerminal() || !LOG.isInfoEnabled()
            ? null
            : new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                .setUnit(" " + unit, 1)
                .setSpeedUnit(ChronoUnit.SECONDS)
                .showSpeed()
                .build();
  }

  @Override
  public void iteration(int iteration) {
    if (bar != null) {
      bar.stepTo(iteration);
    }
  }

  @Override
  public void loss(int iteration, List<Float> classLosses, double seconds) {
    double mean = classLosses.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    show(mean);
  }

  @Override
  public void epoch(int repeat, int epoch, float loss) {
    step();
    show(loss);
  }

  private void step() {
    done++;
    if (bar != null) {
      bar.step();
    } else if (System.nanoTime() - lastLine > TimeUnit.SECONDS.toNanos(LINE_SECONDS)) {
      lastLine = System.nanoTime();
      double seconds = (lastLine - start) * 1e-9;
      LOG.info(
          "%s: %d of %d %s, loss %.4f, %.2f %s/s, %.0f s left"
              .formatted(
                  task,
                  done,
                  total,
                  unit,
                  loss,
                  done / seconds,
                  unit,
                  seconds / done * (total - done)));
    }
  }

  private void show(double newLoss) {
    loss = newLoss;
    if (bar != null) {
      bar.setExtraMessage(" loss %.4f".formatted(loss));
    }
  }

  @Override
  public boolean cancelled() {
    return interruption.requested();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
