package org.echodc.condense;

import java.util.ArrayList;
import java.util.List;
import org.echodc.data.ImageDataset;
import org.echodc.device.ReadBack;

/**
 * Reports losses when they have arrived, while the device works on. At most one is on its way,
 * together with the images that it belongs to: those that its iteration began with.
 */
final class LossReader {
  private final Condenser condenser;
  private final ImageDataset dataset;
  private final CondensationProgress progress;
  private final long start = System.nanoTime();
  private CondensationResult lastGood;
  private int iteration;
  private ReadBack images;
  private ReadBack losses;

  LossReader(
      Condenser condenser,
      ImageDataset dataset,
      SyntheticSet initial,
      CondensationProgress progress) {
    this.condenser = condenser;
    this.dataset = dataset;
    this.progress = progress;
    lastGood = new CondensationResult(initial, initial, 0, 0, condenser.deviceBytes());
  }

  /** Has the losses of the iteration read that was issued last. */
  void expect(int ofIteration, ReadBack imagesBefore) {
    iteration = ofIteration;
    images = imagesBefore;
    losses = condenser.readLosses();
  }

  /** Reports what has arrived. */
  void deliverIfArrived() {
    if (losses != null && losses.isDone()) {
      deliver();
    }
  }

  /**
   * Waits for what is on its way and reports it.
   *
   * @throws NonFiniteLossException if a loss is NaN or infinite
   */
  void deliver() {
    if (losses == null) {
      return;
    }
    float[] values = losses.values();
    SyntheticSet before = condenser.images(images);
    losses = null;
    List<Float> finite = requireFinite(values);
    double seconds = (System.nanoTime() - start) * 1e-9;
    lastGood =
        new CondensationResult(
            lastGood.initial(), before, iteration - 1, seconds, condenser.deviceBytes());
    progress.loss(iteration, finite, seconds);
  }

  private List<Float> requireFinite(float[] values) {
    List<Float> list = new ArrayList<>();
    for (int label = 0; label < values.length; label++) {
      if (!Float.isFinite(values[label])) {
        throw new NonFiniteLossException(
            "the loss of class %d (%s) is %s at iteration %d; a smaller --learning-rate may help;"
                    .formatted(label, dataset.classNames().get(label), values[label], iteration)
                + " the images of iteration %d, whose loss was finite, are kept"
                    .formatted(lastGood.iterations()),
            lastGood);
      }
      list.add(values[label]);
    }
    return list;
  }
}
