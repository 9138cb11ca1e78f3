package org.echodc.evaluate;

import org.echodc.data.ImageDataset;
import org.echodc.network.Network;
import org.echodc.network.zoo.Architecture;
import org.echodc.operation.image.AugmentationPolicy;

/**
 * Everything that determines an evaluation, apart from the data and the device.
 *
 * @param network that is trained
 * @param training how it is trained
 * @param augmentation drawn per sample
 * @param cutMixProbability chance that a batch is mixed
 * @param repeats trainings from scratch, each with its own seed
 * @param seed of all random numbers
 */
public record EvaluationConfig(
    Architecture network,
    Training training,
    AugmentationPolicy augmentation,
    float cutMixProbability,
    int repeats,
    long seed) {

  /** The paper's chance that a batch is mixed. */
  public static final float CUT_MIX_PROBABILITY = 0.5f;

  /** The same of another network. */
  public EvaluationConfig withNetwork(Architecture other) {
    return new EvaluationConfig(other, training, augmentation, cutMixProbability, repeats, seed);
  }

  /** The same, trained like this. */
  public EvaluationConfig withTraining(Training other) {
    return new EvaluationConfig(network, other, augmentation, cutMixProbability, repeats, seed);
  }

  /** The same with another number of networks. */
  public EvaluationConfig withRepeats(int other) {
    return new EvaluationConfig(network, training, augmentation, cutMixProbability, other, seed);
  }

  /** The same with other random numbers. */
  public EvaluationConfig withSeed(long other) {
    return new EvaluationConfig(network, training, augmentation, cutMixProbability, repeats, other);
  }

  /**
   * SGD on the parameters.
   *
   * @param epochs passes over the training images
   * @param batch images per step
   * @param learningRate at the start; times 0.2 at 2/3 and at 5/6 of the epochs
   * @param momentum factor of the previous velocity
   * @param weightDecay factor of the parameter that is added to its gradient
   */
  public record Training(
      int epochs, int batch, float learningRate, float momentum, float weightDecay) {
    private static final int BATCH = 64;
    private static final float MOMENTUM = 0.9f;
    private static final float WEIGHT_DECAY = 5e-4f;

    /** With the paper's batches of 64, momentum of 0.9 and weight decay of 5e-4. */
    public static Training of(int epochs, float learningRate) {
      return new Training(epochs, BATCH, learningRate, MOMENTUM, WEIGHT_DECAY);
    }

    /** The same for another number of epochs. */
    public Training withEpochs(int other) {
      return new Training(other, batch, learningRate, momentum, weightDecay);
    }

    /** The same with steps of another number of images. */
    public Training withBatch(int other) {
      return new Training(epochs, other, learningRate, momentum, weightDecay);
    }
  }

  /**
   * The network that is trained on images of a data set.
   *
   * @throws IllegalArgumentException if they are too small for its depth
   */
  Network networkFor(ImageDataset dataset) {
    return network.of(dataset.image(), dataset.classes());
  }
}
