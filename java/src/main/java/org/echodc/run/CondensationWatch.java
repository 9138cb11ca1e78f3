package org.echodc.run;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.echodc.condense.CondensationConfig;
import org.echodc.condense.CondensationProgress;
import org.echodc.report.run.RunEvent;
import org.echodc.synthetic.SyntheticSet;

/** Tells a {@link RunWatch} how a condensation goes. */
final class CondensationWatch implements CondensationProgress, AutoCloseable {
  private final RunWatch watch;
  private final boolean own;
  private final Consumer<SyntheticSet> onBegin;
  private final String objective;
  private final int done;
  private final int iterations;
  private boolean begun;

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
    watch.beginPhase(new RunObserver.Task("initialise " + objective, "step", 0, 1));
  }

  @Override
  public void begin(SyntheticSet initial) {
    onBegin.accept(initial);
    if (own) {
      watch.viewer().initial(initial);
    }
    RunObserver.Task task =
        new RunObserver.Task("condense " + objective, "iteration", done, iterations);
    watch.beginPhase(task);
    begun = true;
    watch.observer().begin(task);
  }

  @Override
  public void iteration(int iteration) {
    watch.observer().reach(iteration);
  }

  @Override
  public void loss(int iteration, List<Float> classLosses, double seconds) {
    RunEvent.Loss event = RunEvent.Loss.of(objective, iteration, seconds, classLosses);
    watch.add(event);
    watch.observer().loss(event.mean());
  }

  @Override
  public void images(int iteration, SyntheticSet images) {
    if (own) {
      watch.viewer().condensed(iteration, images);
    }
  }

  @Override
  public boolean cancelled() {
    return watch.observer().cancelled();
  }

  @Override
  public void close() {
    if (begun) {
      watch.observer().end();
    }
    watch.endPhase();
  }
}
