package org.echodc.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echodc.data.ImageDataset;
import org.echodc.device.Device;
import org.echodc.device.memory.TensorScope;
import org.echodc.failure.Cause;
import org.echodc.failure.UnsuitableException;
import org.echodc.network.Network;
import org.echodc.synthetic.Checkpoints;
import org.echodc.synthetic.SyntheticSet;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How good a set of images is: networks trained on it from scratch are tested on the real test set.
 */
public final class Evaluator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);

  private final Device device;
  private final ImageDataset dataset;
  private final EvaluationConfig config;
  private final Network network;
  private final TensorScope memory;
  private final TestSet test;

  /**
   * Checks, before anything is allocated, that a data set can be evaluated on.
   *
   * @throws IllegalArgumentException if it has no test images, or they are too small for the depth
   *     of the network
   */
  public static void check(ImageDataset dataset, EvaluationConfig config) {
    if (dataset.test().count() == 0) {
      throw new UnsuitableException(
          Text.format(
              "data set %s has no test images, so nothing can be evaluated", dataset.name()),
          Cause.NO_TEST_IMAGES);
    }
    config.networkFor(dataset);
  }

  /** Uploads the test set. */
  public Evaluator(Device device, ImageDataset dataset, EvaluationConfig config) {
    this.device = device;
    this.dataset = dataset;
    this.config = config;
    network = config.networkFor(dataset);
    memory = new TensorScope(device);
    test = new TestSet(memory, network, dataset.normalization(), dataset.test());
  }

  /**
   * Takes the memory that an evaluation will take, and gives it back: a device that has too little
   * says so now, and not after hours of condensing.
   *
   * @param images number of images to train on
   * @param type of their pixels, FLOAT32 of synthetic and UINT8 of real ones
   * @throws org.echodc.device.DeviceMemoryException if there is not enough
   */
  public void requireMemory(int images, DataType type) {
    try (TensorScope scope = new TensorScope(device)) {
      Shape image = dataset.image();
      Tensor pixels =
          scope.allocate(type, Shape.of(images, image.extent(0), image.extent(1), image.extent(2)));
      TrainingImages training = new TrainingImages(pixels, scope.ints(images));
      new Trainer(scope, network, dataset.normalization(), config, training);
    }
  }

  /** Without checkpoints; see {@link #evaluate(SyntheticSet, EvaluationProgress, Checkpoints)}. */
  public AccuracyStatistics evaluate(SyntheticSet set, EvaluationProgress progress) {
    return evaluate(set, progress, Checkpoints.none());
  }

  /**
   * Test accuracies after training on synthetic images, from the latest checkpoint on. A state is
   * kept after every repeat too.
   *
   * @throws EvaluationCancelled if the listener cancels
   * @throws TrainingDivergedException if a training loss becomes NaN or infinite
   * @throws IllegalArgumentException if the state is of another network
   */
  public AccuracyStatistics evaluate(
      SyntheticSet set, EvaluationProgress progress, Checkpoints<EvaluationState> checkpoints) {
    try (TensorScope scope = new TensorScope(device)) {
      return evaluate(
          scope, TrainingImages.of(scope, set), config.training().epochs(), progress, checkpoints);
    }
  }

  /**
   * Test accuracies after training on all the real images, for a given number of epochs; otherwise
   * like {@link #evaluate(SyntheticSet, EvaluationProgress, Checkpoints)}.
   */
  public AccuracyStatistics evaluateAll(
      int epochs, EvaluationProgress progress, Checkpoints<EvaluationState> checkpoints) {
    try (TensorScope scope = new TensorScope(device)) {
      return evaluate(
          scope, TrainingImages.of(scope, dataset.train()), epochs, progress, checkpoints);
    }
  }

  private AccuracyStatistics evaluate(
      TensorScope scope,
      TrainingImages training,
      int epochs,
      EvaluationProgress progress,
      Checkpoints<EvaluationState> checkpoints) {
    Trainer trainer = new Trainer(scope, network, dataset.normalization(), config, training);
    EvaluationState state = checkpoints.latest().orElse(EvaluationState.BEGIN);
    while (state.accuracies().size() < config.repeats()) {
      train(trainer, state, epochs, progress, checkpoints);
      List<Double> accuracies = new ArrayList<>(state.accuracies());
      accuracies.add(test(trainer, accuracies.size() + 1, epochs, progress));
      LOG.info(
          Text.format(
              "network %d of %d: %.2f %% after %d epochs",
              accuracies.size(), config.repeats(), accuracies.get(accuracies.size() - 1), epochs));
      state = new EvaluationState(accuracies, Optional.empty());
      checkpoints.keep(state);
    }
    return new AccuracyStatistics(state.accuracies());
  }

  private void train(
      Trainer trainer,
      EvaluationState from,
      int epochs,
      EvaluationProgress progress,
      Checkpoints<EvaluationState> checkpoints) {
    int repeat = from.accuracies().size() + 1;
    long seed = seedOfRepeat(repeat);
    trainer.start(seed);
    from.training().ifPresent(trainer::restore);
    int begun = from.training().map(TrainingState::epoch).orElse(0);
    for (int epoch = begun + 1; epoch <= epochs; epoch++) {
      boolean cancelled = progress.cancelled();
      if (cancelled || checkpoints.due()) {
        checkpoints.keep(
            new EvaluationState(from.accuracies(), Optional.of(trainer.state(epoch - 1))));
      }
      if (cancelled) {
        throw new EvaluationCancelled();
      }
      float loss = trainer.epoch(seed, learningRate(epoch, epochs));
      if (!Float.isFinite(loss)) {
        throw new TrainingDivergedException(repeat, epoch, loss);
      }
      progress.epoch(repeat, epoch, loss);
      if (epoch < epochs && progress.wantsAccuracy(epoch)) {
        test(trainer, repeat, epoch, progress);
      }
    }
  }

  private double test(Trainer trainer, int repeat, int epoch, EvaluationProgress progress) {
    double accuracy = test.accuracy(trainer.network());
    progress.accuracy(repeat, epoch, accuracy);
    return accuracy;
  }

  /** The initial rate, times 0.2 from 2/3 of the epochs on, and again from 5/6 on. */
  private float learningRate(int epoch, int epochs) {
    int done = epoch - 1;
    float rate = config.training().learningRate();
    if (3 * done >= 2 * epochs) {
      rate *= 0.2f;
    }
    if (6 * done >= 5 * epochs) {
      rate *= 0.2f;
    }
    return rate;
  }

  /**
   * A seed of its own for every repeat, far from the condensation's: the finaliser of SplitMix64
   * (Steele, Lea and Flood, OOPSLA 2014).
   */
  private long seedOfRepeat(int repeat) {
    long z = config.seed() + repeat * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  @Override
  public void close() {
    memory.close();
  }
}
