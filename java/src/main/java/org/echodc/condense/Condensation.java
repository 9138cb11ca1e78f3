package org.echodc.condense;

import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.ReadBack;
import org.echodc.device.memory.TensorScope;
import org.echodc.synthetic.Checkpoints;
import org.echodc.synthetic.ClassSizes;
import org.echodc.synthetic.SyntheticInitializer;
import org.echodc.synthetic.SyntheticSet;

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
    ClassSizes.requireRealBatch(dataset, config.matching().realBatch());
    SyntheticInitializer.check(
        dataset, config.images().initialization(), config.images().decoding());
    config.networkFor(dataset);
  }

  /** Runs without checkpoints; see {@link #run(CondensationProgress, Checkpoints)}. */
  public CondensationResult run(CondensationProgress progress) {
    return run(progress, Checkpoints.none());
  }

  /**
   * Runs from the latest checkpoint, or else from the initial images, to the end, or until the
   * listener cancels; either way the last state is kept. A state is kept after the losses of the
   * iterations before it have been reported, and before those of later ones are.
   *
   * @throws IllegalArgumentException if the data set or the state does not suit the configuration
   * @throws NonFiniteLossException if a loss becomes NaN or infinite; losses are computed in the
   *     first iteration, every {@code lossPeriod} and in the last
   */
  public CondensationResult run(
      CondensationProgress progress, Checkpoints<CondensationState> checkpoints) {
    Optional<CondensationState> from = checkpoints.latest();
    try (TensorScope memory = new TensorScope(device)) {
      Condenser condenser = new Condenser(memory, dataset, config);
      SyntheticSet initial = condenser.images();
      from.ifPresent(condenser::restore);
      int done = from.map(CondensationState::iteration).orElse(0);
      progress.begin(initial);
      Stopwatch time = new Stopwatch(from.map(CondensationState::seconds).orElse(0.0));
      CondensationResult begun = result(condenser, initial, done, time);
      LossReader losses = new LossReader(condenser, dataset, begun, progress, time);
      StateReader states = new StateReader(condenser, checkpoints, time);
      Readings readings = new Readings();
      while (done < config.iterations() && !progress.cancelled()) {
        states.readIfDue(readings, done);
        boolean withLoss =
            done == 0 || (done + 1) % config.lossPeriod() == 0 || done + 1 == config.iterations();
        if (withLoss) {
          readings.reportAll(); // so that the host is never further ahead than this
          ReadBack before = condenser.readPixels();
          condenser.step(true);
          losses.read(readings, done + 1, before);
        } else {
          condenser.step(false);
        }
        readings.reportArrived();
        progress.iteration(++done);
      }
      states.read(readings, done);
      readings.reportAll();
      return result(condenser, initial, done, time);
    }
  }

  private static CondensationResult result(
      Condenser condenser, SyntheticSet initial, int iterations, Stopwatch time) {
    SyntheticSet images = condenser.images(); // waits for the iterations
    return new CondensationResult(
        initial, images, iterations, time.seconds(), condenser.deviceBytes());
  }
}
