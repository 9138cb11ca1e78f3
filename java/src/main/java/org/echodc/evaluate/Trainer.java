package org.echodc.evaluate;

import java.util.List;
import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.device.TensorScope;
import org.echodc.network.ConvNetBackward;
import org.echodc.network.ConvNetForward;
import org.echodc.network.ConvNetParameters;
import org.echodc.network.ConvNetSpec;
import org.echodc.operation.Advance;
import org.echodc.operation.Augmentation;
import org.echodc.operation.AugmentationColumn;
import org.echodc.operation.CutMix;
import org.echodc.operation.DrawAugmentation;
import org.echodc.operation.Fill;
import org.echodc.operation.Gather;
import org.echodc.operation.GatherLabels;
import org.echodc.operation.Linear;
import org.echodc.operation.MixedLabels;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.Sample;
import org.echodc.operation.Segments;
import org.echodc.operation.Sgd;
import org.echodc.operation.SgdStep;
import org.echodc.operation.SoftmaxCrossEntropy;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/**
 * Trains one ConvNet on labelled images: SGD with augmentation per sample and CutMix. Memory is
 * allocated once and serves any number of trainings.
 */
public final class Trainer {
  private final Device device;
  private final Normalization normalization;
  private final EvaluationConfig config;
  private final TrainingImages training;
  private final ConvNetSpec spec;

  private final Segments all;
  private final Tensor epochStep;
  private final Tensor batchStep;
  private final Tensor indices;
  private final Tensor augmentation;
  private final Tensor images;
  private final Tensor mixed;
  private final MixedLabels labels;
  private final ConvNetParameters network;
  private final ConvNetParameters gradients;
  private final Tensor velocity;
  private final ConvNetForward forward;
  private final ConvNetBackward backward;
  private final Tensor logits;
  private final Tensor logitGradient;
  private final Tensor featureGradient;
  private final Tensor loss;

  /**
   * Allocates everything.
   *
   * @param training what to train on
   */
  public Trainer(
      TensorScope memory,
      ConvNetSpec spec,
      Normalization normalization,
      EvaluationConfig config,
      TrainingImages training) {
    device = memory.device();
    this.spec = spec;
    this.normalization = normalization;
    this.config = config;
    this.training = training;
    int batch = Math.min(config.batch(), training.count());

    all = Segments.of(List.of(0, training.count()), memory::upload);
    epochStep = memory.counter();
    batchStep = memory.counter();
    indices = memory.ints(1, batch);
    augmentation = memory.floats(batch, AugmentationColumn.COUNT);
    images = memory.floats(spec.blockInput(0, batch));
    mixed = memory.floats(spec.blockInput(0, batch));
    labels = new MixedLabels(memory.ints(batch), memory.ints(batch), memory.floats(1));
    network = new ConvNetParameters(memory, spec);
    gradients = new ConvNetParameters(memory, spec);
    velocity = memory.floats(network.flat().shape());
    forward = new ConvNetForward(memory, spec, batch, true);
    backward = new ConvNetBackward(memory, spec, forward, batch);
    logits = memory.floats(batch, spec.classes());
    logitGradient = memory.floats(logits.shape());
    featureGradient = memory.floats(batch, spec.features());
    loss = memory.floats(1);
  }

  /** Begins anew with a network drawn from the seed. */
  public void start(long seed) {
    device.run(new Fill(epochStep, 0));
    device.run(new Fill(batchStep, 0));
    device.run(new Fill(velocity, 0));
    device.run(network.initialize(key(seed, RandomPurpose.NETWORK_WEIGHTS, epochStep)));
  }

  /** The state after the given number of epochs since {@link #start}; waits for them. */
  TrainingState state(int epoch) {
    float[] parameters = new float[Math.toIntExact(velocity.shape().elements())];
    float[] velocities = new float[parameters.length];
    device.download(network.flat(), parameters);
    device.download(velocity, velocities);
    return new TrainingState(epoch, parameters, velocities);
  }

  /**
   * Takes up a state of a training that began with the same seed.
   *
   * @throws IllegalArgumentException if it is of another network
   */
  void restore(TrainingState state) {
    if (state.parameters().length != velocity.shape().elements()) {
      throw new IllegalArgumentException(
          Text.format(
              "a state of %d parameters does not suit a network of %s",
              state.parameters().length, velocity.shape()));
    }
    int batches = (training.count() + config.batch() - 1) / config.batch();
    device.upload(state.parameters(), network.flat());
    device.upload(state.velocity(), velocity);
    device.upload(new int[] {state.epoch()}, epochStep);
    device.upload(new int[] {state.epoch() * batches}, batchStep);
  }

  /** The network as it is now. */
  public ConvNetParameters network() {
    return network;
  }

  /**
   * Trains on every image once, in an order of its own.
   *
   * @return loss of the last batch
   */
  public float epoch(long seed, float learningRate) {
    Sgd sgd = new Sgd(learningRate, config.momentum(), config.weightDecay(), Optional.empty());
    for (int first = 0; first < training.count(); first += config.batch()) {
      int count = Math.min(config.batch(), training.count() - first);
      step(seed, sgd, first, count);
      device.run(new Advance(batchStep));
    }
    device.run(new Advance(epochStep));
    float[] value = new float[1];
    device.download(loss, value);
    return value[0];
  }

  private void step(long seed, Sgd sgd, int first, int count) {
    MixedLabels batchLabels =
        new MixedLabels(
            labels.labels().rows(0, count), labels.partners().rows(0, count), labels.weight());
    Tensor batchImages = load(seed, first, count, batchLabels);

    Tensor features = forward.run(device::run, network, batchImages);
    Linear.Parameters classifier = network.classifier();
    Tensor outputs = logits.rows(0, count);
    Tensor outputGradient = logitGradient.rows(0, count);
    Tensor gradientOfFeatures = featureGradient.rows(0, count);
    device.run(new Linear(classifier, features, outputs));
    device.run(new SoftmaxCrossEntropy(outputs, batchLabels, loss, outputGradient));
    device.run(
        new Linear.Backward(
            classifier,
            features,
            outputGradient,
            Optional.of(gradientOfFeatures),
            Optional.of(gradients.classifier())));
    backward.run(device::run, network, batchImages, gradientOfFeatures, gradients);
    device.run(new SgdStep(sgd, network.flat(), gradients.flat(), velocity));
  }

  /** Draws, augments and mixes the batch that begins at a position of the epoch's order. */
  private Tensor load(long seed, int first, int count, MixedLabels batchLabels) {
    Tensor drawn = indices.view(0, Shape.of(1, count));
    Tensor table = augmentation.rows(0, count);
    Tensor plain = images.rows(0, count);
    Tensor dst = mixed.rows(0, count);
    device.run(new Sample(key(seed, RandomPurpose.EPOCH_ORDER, epochStep), all, first, drawn));
    device.run(new GatherLabels(training.labels(), drawn, batchLabels.labels()));
    device.run(
        new DrawAugmentation(
            key(seed, RandomPurpose.AUGMENTATION, batchStep),
            config.augmentation(),
            spec.image().extent(0),
            table));
    device.run(new Gather(training.pixels(), normalization, drawn, new Augmentation(table), plain));
    device.run(
        new CutMix(
            key(seed, RandomPurpose.CUT_MIX, batchStep),
            config.cutMixProbability(),
            plain,
            dst,
            batchLabels));
    return dst;
  }

  private static RandomKey key(long seed, RandomPurpose purpose, Tensor step) {
    return RandomKey.everyStep(seed, purpose, step);
  }
}
