package org.echodc.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private final int done;
  private final int iterations;
  private Optional<Progress> progress = Optional.empty();

  CondensationWatch(
      RunWatch watch,
      CondensationConfig config,
      int done,
      boolean own,
      Consumer<SyntheticSet> onBegin) {
    this.watch = watch;
    this.done = done;
    this.own = own;
    this.onBegin = onBegin;
    objective = config.matching().objective().name().toLowerCase(Locale.ROOT);
    iterations = config.iterations();
    watch.beginPhase("initialise " + objective, "step", 0, 1);
  }

  @Override
  public void begin(SyntheticSet initial) {
    onBegin.accept(initial);
    if (own) {
      watch.viewer().initial(initial);
    }
    String task = "condense " + objective;
    watch.beginPhase(task, "iteration", done, iterations);
    progress = Optional.of(watch.progress(task, "it", done, iterations));
  }

  @Override
  public void iteration(int iteration) {
    progress.ifPresent(shown -> shown.reach(iteration));
  }

  @Override
  public void loss(int iteration, List<Float> classLosses, double seconds) {
    RunEvent.Loss event = RunEvent.Loss.of(objective, iteration, seconds, classLosses);
    watch.add(event);
    progress.ifPresent(shown -> shown.loss(event.mean()));
  }

  @Override
  public void images(int iteration, SyntheticSet images) {
    if (own) {
      watch.viewer().condensed(iteration, images);
    }
  }

  @Override
  public boolean cancelled() {
    return watch.interruption().requested();
  }

  @Override
  public void close() {
    progress.ifPresent(Progress::close);
    watch.endPhase();
  }
}
