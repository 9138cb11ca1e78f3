package org.echodc.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.echodc.condense.CondensationProgress;
import org.echodc.evaluate.EvaluationProgress;

/** A line with rate, loss and time left on a terminal; silent where there is none. */
final class Progress implements CondensationProgress, EvaluationProgress, AutoCloseable {
  private static final int UPDATE_MILLISECONDS = 250;

  private final Interruption interruption;
  private final ProgressBar bar;

  /**
   * Shows a task that has begun.
   *
   * @param task what is done
   * @param unit what is counted, singular
   * @param total how many there are
   */
  Progress(Interruption interruption, String task, String unit, long total) {
    this.interruption = interruption;
    bar =
        System.console() == null
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
    if (bar != null) {
      bar.step();
    }
  }

  private void show(double loss) {
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
