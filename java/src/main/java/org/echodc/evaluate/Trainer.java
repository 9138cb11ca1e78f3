package org.echodc.evaluate;

import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.device.memory.Arena;
import org.echodc.device.memory.TensorScope;
import org.echodc.network.Network;
import org.echodc.network.Parameters;
import org.echodc.operation.Advance;
import org.echodc.operation.Fill;
import org.echodc.operation.Operation;
import org.echodc.operation.RandomKey;
import org.echodc.operation.RandomPurpose;
import org.echodc.operation.training.Sgd;
import org.echodc.tensor.Normalization;
import org.echodc.tensor.Tensor;
import org.echodc.text.Text;

/**
 * Trains one network on labelled images: SGD with augmentation per sample and CutMix. Memory is
 * allocated once and serves any number of trainings.
 */
public final class Trainer {
  private final Device device;
  private final EvaluationConfig config;
  private final TrainingImages training;
  private final TrainedNetwork trained;
  private final TrainingStep step;

  /**
   * Allocates everything.
   *
   * @param training what to train on
   * @throws IllegalArgumentException if the network cannot be trained on batches of these sizes
   */
  public Trainer(
      TensorScope memory,
      Network network,
      Normalization normalization,
      EvaluationConfig config,
      TrainingImages training) {
    device = memory.device();
    this.config = config;
    this.training = training;
    trained = TrainedNetwork.allocate(memory, network, training);
    step =
        Arena.place(
            memory,
            inner -> new TrainingStep(network, normalization, config, training, trained, inner),
            TrainingStep::lists);
    checkBatches();
  }

  /** The last batch of an epoch may have too few images for the network, and comes late. */
  private void checkBatches() {
    try {
      step.lists().forEach(list -> list.forEach(Operation::check));
    } catch (IllegalArgumentException e) {
      int batch = config.training().batch();
      throw new IllegalArgumentException(
          Text.format(
              "%s; the last batch of %d images has %d of them: train on another number of images,"
                  + " or another network",
              e.getMessage(), training.count(), (training.count() - 1) % batch + 1),
          e);
    }
  }

  /** Begins anew with a network drawn from the seed. */
  public void start(long seed) {
    device.run(new Fill(trained.epochStep(), 0));
    device.run(new Fill(trained.batchStep(), 0));
    device.run(new Fill(trained.velocity(), 0));
    RandomKey key = RandomKey.everyStep(seed, RandomPurpose.NETWORK_WEIGHTS, trained.epochStep());
    device.run(trained.parameters().initialize(key));
  }

  /** The state after the given number of epochs since {@link #start}; waits for them. */
  TrainingState state(int epoch) {
    float[] parameters = array(trained.parameters().withState());
    float[] velocities = array(trained.velocity());
    device.download(trained.parameters().withState(), parameters);
    device.download(trained.velocity(), velocities);
    return new TrainingState(epoch, parameters, velocities);
  }

  private static float[] array(Tensor tensor) {
    return new float[Math.toIntExact(tensor.shape().elements())];
  }

  /**
   * Takes up a state of a training that began with the same seed.
   *
   * @throws IllegalArgumentException if it is of another network
   */
  void restore(TrainingState state) {
    Tensor parameters = trained.parameters().withState();
    long trainable = trained.velocity().shape().elements();
    if (state.parameters().length != parameters.shape().elements()
        || state.velocity().length != trainable) {
      throw new IllegalArgumentException(
          Text.format(
              "a state of %d parameters, %d of them trained, does not suit a network of %d and %d",
              state.parameters().length,
              state.velocity().length,
              parameters.shape().elements(),
              trainable));
    }
    int batches = (training.count() + config.training().batch() - 1) / config.training().batch();
    device.upload(state.parameters(), parameters);
    device.upload(state.velocity(), trained.velocity());
    device.upload(new int[] {state.epoch()}, trained.epochStep());
    device.upload(new int[] {state.epoch() * batches}, trained.batchStep());
  }

  /** The network as it is now. */
  public Parameters network() {
    return trained.parameters();
  }

  /**
   * Trains on every image once, in an order of its own.
   *
   * @return loss of the last batch
   */
  public float epoch(long seed, float learningRate) {
    Sgd sgd =
        new Sgd(
            learningRate,
            config.training().momentum(),
            config.training().weightDecay(),
            Optional.empty());
    for (int first = 0; first < training.count(); first += config.training().batch()) {
      step.operations(seed, sgd, first).forEach(device::run);
      device.run(new Advance(trained.batchStep()));
    }
    device.run(new Advance(trained.epochStep()));
    float[] value = new float[1];
    device.download(trained.loss(), value);
    return value[0];
  }
}
