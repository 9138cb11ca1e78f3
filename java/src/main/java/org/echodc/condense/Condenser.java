package org.echodc.condense;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.ReadBack;
import org.echodc.device.Recording;
import org.echodc.device.TensorScope;
import org.echodc.network.ConvNetForward;
import org.echodc.network.ConvNetImageBackward;
import org.echodc.network.ConvNetParameters;
import org.echodc.network.ConvNetSpec;
import org.echodc.operation.Advance;
import org.echodc.operation.Augmentation;
import org.echodc.operation.AugmentationColumn;
import org.echodc.operation.Decode;
import org.echodc.operation.Decoding;
import org.echodc.operation.DrawAugmentation;
import org.echodc.operation.Fill;
import org.echodc.operation.Gather;
import org.echodc.operation.MmdGradient;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.Sample;
import org.echodc.operation.Segments;
import org.echodc.operation.Sgd;
import org.echodc.operation.SgdStep;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/**
 * One iteration of condensation, and everything in device memory that it needs. All classes go
 * through each operation together; real images come first in a batch, synthetic ones last, class by
 * class. Once made, it allocates nothing.
 */
public final class Condenser {
  private final Device device;
  private final ImageDataset dataset;
  private final CondensationConfig config;
  private final Sgd sgd;
  private final int syntheticBatch;

  private final RealImages realImages;
  private final Tensor step;
  private final Tensor realIndices;
  private final Tensor selection;
  private final Optional<Segments> decodedClasses;
  private final Augmentation augmentation;
  private final ConvNetParameters network;
  private final ConvNetForward realForward;
  private final ConvNetForward syntheticForward;
  private final ConvNetImageBackward backward;
  private final Tensor realBatch;
  private final Tensor syntheticImages;
  private final Tensor featureGradient;
  private final Tensor losses;
  private final Tensor pixels;
  private final Tensor pixelGradient;
  private final Tensor velocity;
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
            .create(config.initialization(), config.decoding()));
  }

  /** Like the other constructor, beginning with the given images. */
  public Condenser(
      TensorScope memory, ImageDataset dataset, CondensationConfig config, SyntheticSet initial) {
    ClassSizes.requireRealBatch(dataset, config.realBatch());
    device = memory.device();
    this.dataset = dataset;
    this.config = config;
    sgd = new Sgd(config.learningRate(), config.momentum(), 0, Optional.of(new Sgd.Range(0, 1)));

    int classes = dataset.classes();
    int decodedPerClass = config.decoding().decodedPerClass();
    syntheticBatch = Math.min(config.maxSyntheticBatch(), decodedPerClass);
    int allReal = classes * config.realBatch();
    int allSynthetic = classes * syntheticBatch;
    ConvNetSpec spec = config.network(dataset);
    Shape image = spec.blockInput(0, 1);

    realImages = RealImages.upload(memory, dataset.train());
    step = memory.counter();
    realIndices = memory.ints(classes, config.realBatch());
    selection =
        memory
            .upload(IntStream.range(0, allSynthetic).toArray())
            .reshape(Shape.of(classes, syntheticBatch));
    decodedClasses =
        syntheticBatch < decodedPerClass ? Optional.of(decodedClasses(memory)) : Optional.empty();
    augmentation = new Augmentation(memory.floats(classes, AugmentationColumn.COUNT));
    network = new ConvNetParameters(memory, spec);
    DataType activations = spec.activationType(device::supports);
    realForward = new ConvNetForward(memory, spec, allReal, false, activations);
    syntheticForward = new ConvNetForward(memory, spec, allSynthetic, true, activations);
    backward = new ConvNetImageBackward(spec, syntheticForward);
    realBatch = memory.floats(image.withRows(allReal));
    syntheticImages = memory.floats(image.withRows(allSynthetic));
    featureGradient = memory.floats(classes, syntheticBatch, spec.features());
    losses = memory.floats(Shape.of(classes));
    pixels = memory.upload(initial.pixels(), initial.storedShape());
    pixelGradient = memory.floats(initial.storedShape());
    velocity = memory.floats(initial.storedShape());

    device.run(new Fill(velocity, 0));
    newNetwork =
        memory.record(
            List.of(
                network.initialize(key(RandomPurpose.NETWORK_WEIGHTS, config.networkPeriod()))));
    withLosses = memory.record(iteration(true));
    withoutLosses = memory.record(iteration(false));
  }

  private Segments decodedClasses(TensorScope memory) {
    int perClass = config.decoding().decodedPerClass();
    List<Integer> bounds =
        IntStream.rangeClosed(0, dataset.classes()).map(label -> label * perClass).boxed().toList();
    return Segments.of(bounds, memory::upload);
  }

  /**
   * Issues one iteration, on a GPU as one launch of a recorded graph; a network's first iteration
   * has a second one, which draws its weights.
   *
   * @param withLoss whether {@link #losses} will be asked for; costs the real-real term
   */
  public void step(boolean withLoss) {
    if (steps++ % config.networkPeriod() == 0) {
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
    if (state.pixels().length != pixels.shape().elements()
        || state.iteration() > config.iterations()) {
      throw new IllegalArgumentException(
          Text.format(
              "a state of %d pixels at iteration %d does not suit %s and %d iterations",
              state.pixels().length, state.iteration(), pixels.shape(), config.iterations()));
    }
    device.upload(state.pixels(), pixels);
    device.upload(state.velocity(), velocity);
    device.upload(new int[] {state.iteration()}, step);
    steps = state.iteration();
    if (steps % config.networkPeriod() != 0) {
      newNetwork.replay(); // the one that its period began with
    }
  }

  private List<Operation> iteration(boolean withLoss) {
    int classes = dataset.classes();
    Decoding decoding = config.decoding();
    Normalization normalization = dataset.normalization();
    List<Operation> all = new ArrayList<>();

    all.add(new Sample(key(RandomPurpose.REAL_SAMPLE, 1), realImages.classes(), 0, realIndices));
    decodedClasses.ifPresent(
        segments ->
            all.add(new Sample(key(RandomPurpose.SYNTHETIC_SAMPLE, 1), segments, 0, selection)));
    all.add(
        new DrawAugmentation(
            key(RandomPurpose.AUGMENTATION, 1),
            config.augmentation(),
            dataset.image().extent(0),
            augmentation.table()));
    all.add(new Gather(realImages.pixels(), normalization, realIndices, augmentation, realBatch));
    all.add(new Decode(pixels, decoding, selection, normalization, augmentation, syntheticImages));

    Tensor real = realForward.run(all::add, network, realBatch);
    Tensor synthetic = syntheticForward.run(all::add, network, syntheticImages);
    all.add(
        new MmdGradient(
            config.discrepancy(),
            synthetic.reshape(featureGradient.shape()),
            real.reshape(Shape.of(classes, config.realBatch(), real.shape().extent(1))),
            featureGradient,
            withLoss ? Optional.of(losses) : Optional.empty()));

    backward.run(all::add, network, featureGradient, syntheticImages);
    all.add(
        new Decode.Backward(
            syntheticImages, decoding, selection, normalization, augmentation, pixelGradient));
    all.add(new SgdStep(sgd, pixels, pixelGradient, velocity));
    all.add(new Advance(step));
    return all;
  }

  private RandomKey key(RandomPurpose purpose, int period) {
    return new RandomKey(config.seed(), purpose, step, period);
  }

  /** Discrepancy of each class in the last iteration that computed it; does not wait. */
  public ReadBack readLosses() {
    return device.readBack(losses);
  }

  /** The pixels of {@link #images} as they are after the steps so far; does not wait. */
  public ReadBack readPixels() {
    return device.readBack(pixels);
  }

  /** The velocity of the pixels after the steps so far; does not wait. */
  public ReadBack readVelocity() {
    return device.readBack(velocity);
  }

  /** The synthetic images of pixels that were read back. */
  public SyntheticSet images(ReadBack readPixels) {
    return new SyntheticSet(
        dataset.image(), dataset.classes(), config.decoding(), readPixels.values());
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
