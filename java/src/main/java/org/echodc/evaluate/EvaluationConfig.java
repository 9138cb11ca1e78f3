package org.echodc.evaluate;

import org.echodc.data.ImageDataset;
import org.echodc.network.zoo.ConvNet;
import org.echodc.operation.AugmentationPolicy;

/**
 * Everything that determines an evaluation, apart from the data and the device.
 *
 * @param epochs passes over the training images
 * @param repeats trainings from scratch, each with its own seed
 * @param batch images per step of SGD
 * @param learningRate at the start; times 0.2 at 2/3 and at 5/6 of the epochs
 * @param momentum of SGD
 * @param weightDecay of SGD
 * @param width channels of the ConvNet
 * @param depth blocks of the ConvNet
 * @param augmentation drawn per sample
 * @param cutMixProbability chance that a batch is mixed
 * @param seed of all random numbers
 */
public record EvaluationConfig(
    int epochs,
    int repeats,
    int batch,
    float learningRate,
    float momentum,
    float weightDecay,
    int width,
    int depth,
    AugmentationPolicy augmentation,
    float cutMixProbability,
    long seed) {

  /** The network that is trained on images of a data set. */
  ConvNet network(ImageDataset dataset) {
    return new ConvNet(dataset.image(), dataset.classes(), width, depth);
  }
}
