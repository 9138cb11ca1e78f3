package org.echodc.condense;

import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.ReadBack;
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
      LossReader reader = new LossReader(condenser, dataset, initial, progress);
      long start = System.nanoTime();
      int done = 0;
      while (done < config.iterations() && !progress.cancelled()) {
        boolean withLoss =
            done == 0 || (done + 1) % config.lossPeriod() == 0 || done + 1 == config.iterations();
        if (withLoss) {
          reader.deliver(); // so that the host is never further ahead than this
          ReadBack before = condenser.readPixels();
          condenser.step(true);
          reader.expect(done + 1, before);
        } else {
          condenser.step(false);
        }
        reader.deliverIfArrived();
        progress.iteration(++done);
      }
      reader.deliver();
      return new CondensationResult(
          initial, condenser.images(), done, seconds(start), condenser.deviceBytes());
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
