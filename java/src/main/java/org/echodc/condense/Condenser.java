package org.echodc.condense;

import java.util.List;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.ReadBack;
import org.echodc.device.Recording;
import org.echodc.device.memory.Arena;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.ActivationTypes;
import org.echodc.network.Network;
import org.echodc.network.Purpose;
import org.echodc.operation.Fill;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.synthetic.ClassSizes;
import org.echodc.synthetic.SyntheticInitializer;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.text.Text;

/**
 * Runs the iterations of a condensation one by one, and holds everything in device memory that they
 * need. Once made, it allocates nothing.
 */
public final class Condenser {
  private final Device device;
  private final ImageDataset dataset;
  private final CondensationConfig config;
  private final Lasting lasting;
  private final Recording newNetwork;
  private final Recording withLosses;
  private final Recording withoutLosses;
  private int steps;

  /**
   * Allocates memory, uploads the data set and makes the initial synthetic images.
   *
   * @param memory owns the memory and thereby this object's life
   * @throws IllegalArgumentException if a class has too few real images
   * @throws org.echodc.device.DeviceException if there is not enough memory
   */
  public Condenser(TensorScope memory, ImageDataset dataset, CondensationConfig config) {
    this(
        memory,
        dataset,
        config,
        new SyntheticInitializer(memory.device(), dataset, config.seed())
            .create(config.images().initialization(), config.images().decoding()));
  }

  /** Like the other constructor, beginning with the given images. */
  public Condenser(
      TensorScope memory, ImageDataset dataset, CondensationConfig config, SyntheticSet initial) {
    ClassSizes.requireRealBatch(dataset, config.matching().realBatch());
    device = memory.device();
    this.dataset = dataset;
    this.config = config;
    Network network = config.networkFor(dataset);
    lasting = Lasting.allocate(memory, dataset, config, network, initial);
    device.run(new Fill(lasting.images().velocity(), 0));
    ActivationTypes types =
        ActivationTypes.smallest(network, Purpose.IMAGE_GRADIENTS, device::supports);
    Iteration iteration =
        Arena.place(
            memory,
            inner -> new Iteration(dataset, config, lasting, network, types, inner),
            Iteration::lists);
    newNetwork = memory.record(List.of(lasting.network().initialize(networkKey())));
    withLosses = memory.record(iteration.operations(true));
    withoutLosses = memory.record(iteration.operations(false));
  }

  private RandomKey networkKey() {
    return new RandomKey(
        config.seed(), RandomPurpose.NETWORK_WEIGHTS, lasting.step(), config.networks().period());
  }

  /**
   * Issues one iteration, on a GPU as one launch of a recorded graph; a network's first iteration
   * has a second one, which draws its weights.
   *
   * @param withLoss whether {@link #losses} will be asked for; costs the real-real term
   */
  public void step(boolean withLoss) {
    if (steps++ % config.networks().period() == 0) {
      newNetwork.replay();
    }
    (withLoss ? withLosses : withoutLosses).replay();
  }

  /**
   * Takes up a state: what follows is what would have followed there.
   *
   * @throws IllegalArgumentException if it is of other images, or beyond the last iteration
   */
  public void restore(CondensationState state) {
    if (state.pixels().length != lasting.images().pixels().shape().elements()
        || state.iteration() > config.iterations()) {
      throw new IllegalArgumentException(
          Text.format(
              "a state of %d pixels at iteration %d does not suit %s and %d iterations",
              state.pixels().length,
              state.iteration(),
              lasting.images().pixels().shape(),
              config.iterations()));
    }
    device.upload(state.pixels(), lasting.images().pixels());
    device.upload(state.velocity(), lasting.images().velocity());
    device.upload(new int[] {state.iteration()}, lasting.step());
    steps = state.iteration();
    if (steps % config.networks().period() != 0) {
      newNetwork.replay(); // the one that its period began with
    }
  }

  /** Discrepancy of each class in the last iteration that computed it; does not wait. */
  public ReadBack readLosses() {
    return device.readBack(lasting.losses());
  }

  /** The pixels of {@link #images} as they are after the steps so far; does not wait. */
  public ReadBack readPixels() {
    return device.readBack(lasting.images().pixels());
  }

  /** The velocity of the pixels after the steps so far; does not wait. */
  public ReadBack readVelocity() {
    return device.readBack(lasting.images().velocity());
  }

  /** The synthetic images of pixels that were read back. */
  public SyntheticSet images(ReadBack readPixels) {
    return new SyntheticSet(
        dataset.image(), dataset.classes(), config.images().decoding(), readPixels.values());
  }

  /** Bytes of device memory in use, the data set and workspaces included. */
  public long deviceBytes() {
    return device.allocatedBytes();
  }

  /** The synthetic images as they are now. */
  public SyntheticSet images() {
    return images(readPixels());
  }
}
