package org.echodc.run;

import java.util.OptionalInt;
import org.echodc.evaluate.EvaluationProgress;
import org.echodc.report.run.RunEvent;

/** Tells a {@link RunWatch} how the evaluation of a set goes. */
final class EvaluationWatch implements EvaluationProgress, AutoCloseable {
  /** Tests of a network while it is trained, together a few per cent of the time. */
  private static final int TESTS = 10;

  /** More points of a curve than a screen shows would only make the file long. */
  private static final int LOSSES = 200;

  private final RunWatch watch;
  private final String set;
  private final int epochs;
  private final int testPeriod;
  private final int lossPeriod;

  EvaluationWatch(
      RunWatch watch, ComparedSet set, long done, int epochs, int repeats, OptionalInt testPeriod) {
    this.watch = watch;
    this.set = set.key();
    this.epochs = epochs;
    this.testPeriod = testPeriod.orElse((epochs + TESTS - 1) / TESTS);
    lossPeriod = (epochs + LOSSES - 1) / LOSSES;
    long total = (long) epochs * repeats;
    RunObserver.Task task = new RunObserver.Task("evaluate " + this.set, "epoch", done, total);
    watch.beginPhase(task);
    watch.observer().begin(task);
  }

  @Override
  public void epoch(int repeat, int epoch, float loss) {
    watch.observer().loss(loss);
    watch.observer().reach((repeat - 1L) * epochs + epoch);
    if (epoch % lossPeriod == 0 || epoch == epochs) {
      watch.add(new RunEvent.Epoch(set, repeat, epoch, watch.phaseSeconds(), loss));
    }
  }

  @Override
  public boolean wantsAccuracy(int epoch) {
    return epoch % testPeriod == 0;
  }

  @Override
  public void accuracy(int repeat, int epoch, double accuracy) {
    watch.add(new RunEvent.Accuracy(set, repeat, epoch, watch.phaseSeconds(), accuracy));
  }

  @Override
  public boolean cancelled() {
    return watch.observer().cancelled();
  }

  @Override
  public void close() {
    watch.observer().end();
    watch.endPhase();
  }
}
