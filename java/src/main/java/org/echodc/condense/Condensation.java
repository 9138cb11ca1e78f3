package org.echodc.condense;

import java.util.ArrayList;
import java.util.List;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.TensorScope;

/** Runs a condensation from its initial images to the last iteration. */
public final class Condensation {
  private final Device device;
  private final ImageDataset dataset;
  private final CondensationConfig config;

  /** A condensation that has not begun. */
  public Condensation(Device device, ImageDataset dataset, CondensationConfig config) {
    this.device = device;
    this.dataset = dataset;
    this.config = config;
  }

  /**
   * Checks, before anything is allocated, that a data set suits a configuration: enough images in
   * every class, and not too small for the depth of the network.
   *
   * @throws IllegalArgumentException saying what does not fit, and which option to change
   */
  public static void check(ImageDataset dataset, CondensationConfig config) {
    ClassSizes.requireRealBatch(dataset, config.realBatch());
    SyntheticInitializer.check(dataset, config.initialization(), config.decoding());
    config.network(dataset);
  }

  /**
   * Runs to the end, or until the listener cancels.
   *
   * @throws IllegalArgumentException if the data set does not suit the configuration
   * @throws NonFiniteLossException if a loss becomes NaN or infinite; losses are computed in the
   *     first iteration, every {@code lossPeriod} and in the last
   */
  public CondensationResult run(CondensationProgress progress) {
    try (TensorScope memory = new TensorScope(device)) {
      Condenser condenser = new Condenser(memory, dataset, config);
      SyntheticSet initial = condenser.images();
      progress.begin(initial);
      CondensationResult lastGood = new CondensationResult(initial, initial, 0, 0);
      long start = System.nanoTime();
      int done = 0;
      while (done < config.iterations() && !progress.cancelled()) {
        boolean withLoss =
            done == 0 || (done + 1) % config.lossPeriod() == 0 || done + 1 == config.iterations();
        SyntheticSet before = withLoss ? condenser.images() : null;
        condenser.step(withLoss);
        done++;
        if (withLoss) {
          List<Float> losses = finiteLosses(condenser, done, lastGood);
          double seconds = seconds(start);
          // the loss belongs to the images that this iteration began with
          lastGood = new CondensationResult(initial, before, done - 1, seconds);
          progress.loss(done, losses, seconds);
        }
        progress.iteration(done);
      }
      return new CondensationResult(initial, condenser.images(), done, seconds(start));
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private List<Float> finiteLosses(
      Condenser condenser, int iteration, CondensationResult lastGood) {
    float[] losses = condenser.losses();
    List<Float> list = new ArrayList<>();
    for (int label = 0; label < losses.length; label++) {
      if (!Float.isFinite(losses[label])) {
        throw new NonFiniteLossException(
            "the loss of class %d (%s) is %s at iteration %d; a smaller --learning-rate may help;"
                    .formatted(label, dataset.classNames().get(label), losses[label], iteration)
                + " the images of iteration %d, whose loss was finite, are kept"
                    .formatted(lastGood.iterations()),
            lastGood);
      }
      list.add(losses[label]);
    }
    return list;
  }
}
