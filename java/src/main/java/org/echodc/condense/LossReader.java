package org.echodc.condense;

import java.util.ArrayList;
import java.util.List;
import org.echodc.data.ImageDataset;
import org.echodc.device.ReadBack;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.text.Text;

/**
 * Reports losses, and keeps the images of the last good one: those that its iteration began with.
 */
final class LossReader {
  private final Condenser condenser;
  private final ImageDataset dataset;
  private final CondensationProgress progress;
  private final Stopwatch time;
  private CondensationResult lastGood;

  /**
   * A reader that has read nothing.
   *
   * @param begun the images that the first iteration begins with, taken for good
   */
  LossReader(
      Condenser condenser,
      ImageDataset dataset,
      CondensationResult begun,
      CondensationProgress progress,
      Stopwatch time) {
    this.condenser = condenser;
    this.dataset = dataset;
    this.progress = progress;
    this.time = time;
    lastGood = begun;
  }

  /** Reads the losses of the iteration that was issued last. */
  void read(Readings readings, int iteration, ReadBack imagesBefore) {
    ReadBack losses = condenser.readLosses();
    readings.add(losses, () -> report(iteration, imagesBefore, losses));
  }

  private void report(int iteration, ReadBack imagesBefore, ReadBack losses) {
    float[] values = losses.values();
    SyntheticSet before = condenser.images(imagesBefore);
    List<Float> finite = requireFinite(iteration, values);
    double seconds = time.seconds();
    lastGood =
        new CondensationResult(
            lastGood.initial(), before, iteration - 1, seconds, condenser.deviceBytes());
    progress.loss(iteration, finite, seconds);
    progress.images(iteration - 1, before);
  }

  private List<Float> requireFinite(int iteration, float[] values) {
    List<Float> list = new ArrayList<>();
    for (int label = 0; label < values.length; label++) {
      if (!Float.isFinite(values[label])) {
        throw new NonFiniteLossException(
            Text.format(
                    "the loss of class %d (%s) is %s at iteration %d;",
                    label, dataset.classNames().get(label), values[label], iteration)
                + Text.format(
                    " the images of iteration %d, whose loss was finite, are kept",
                    lastGood.iterations()),
            lastGood);
      }
      list.add(values[label]);
    }
    return list;
  }
}
