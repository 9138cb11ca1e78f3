package org.echodc.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.CondensationProgress;
import org.echodc.condense.SyntheticSet;
import org.echodc.report.RunEvent;

/** Tells a {@link RunWatch} how a condensation goes. */
final class CondensationWatch implements CondensationProgress, AutoCloseable {
  private final RunWatch watch;
  private final boolean own;
  private final Consumer<SyntheticSet> onBegin;
  private final String objective;
  private final int iterations;
  private final Progress progress;

  CondensationWatch(
      RunWatch watch, CondensationConfig config, boolean own, Consumer<SyntheticSet> onBegin) {
    this.watch = watch;
    this.own = own;
    this.onBegin = onBegin;
    objective = config.objective().name().toLowerCase(Locale.ROOT);
    iterations = config.iterations();
    watch.phases().begin("initialise " + objective, "step", 1);
    progress = new Progress(watch.interruption(), "condense " + objective, "it", iterations);
  }

  @Override
  public void begin(SyntheticSet initial) {
    onBegin.accept(initial);
    if (own) {
      watch.viewer().initial(initial);
    }
    watch.phases().begin("condense " + objective, "iteration", iterations);
  }

  @Override
  public void iteration(int iteration) {
    progress.iteration(iteration);
  }

  @Override
  public void loss(int iteration, List<Float> classLosses, double seconds) {
    watch.add(RunEvent.Loss.of(objective, iteration, seconds, classLosses));
    progress.loss(iteration, classLosses, seconds);
  }

  @Override
  public void images(int iteration, SyntheticSet images) {
    if (own) {
      watch.viewer().condensed(iteration, images);
    }
  }

  @Override
  public boolean cancelled() {
    return progress.cancelled();
  }

  @Override
  public void close() {
    progress.close();
    watch.phases().end();
  }
}
