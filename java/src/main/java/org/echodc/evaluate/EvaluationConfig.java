package org.echodc.evaluate;

import org.echodc.data.ImageDataset;
import org.echodc.network.Network;
import org.echodc.network.zoo.ConvNetSize;
import org.echodc.operation.AugmentationPolicy;

/**
 * Everything that determines an evaluation, apart from the data and the device.
 *
 * @param network the ConvNet that is trained
 * @param training how it is trained
 * @param augmentation drawn per sample
 * @param cutMixProbability chance that a batch is mixed
 * @param repeats trainings from scratch, each with its own seed
 * @param seed of all random numbers
 */
public record EvaluationConfig(
    ConvNetSize network,
    Training training,
    AugmentationPolicy augmentation,
    float cutMixProbability,
    int repeats,
    long seed) {

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
      int epochs, int batch, float learningRate, float momentum, float weightDecay) {}

  /**
   * The network that is trained on images of a data set.
   *
   * @throws IllegalArgumentException if they are too small for its depth
   */
  Network networkFor(ImageDataset dataset) {
    return network.of(dataset.image(), dataset.classes()).network();
  }
}
