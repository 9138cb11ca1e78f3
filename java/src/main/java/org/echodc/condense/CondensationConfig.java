package org.echodc.condense;

import org.echodc.data.ImageDataset;
import org.echodc.network.Network;
import org.echodc.network.zoo.ConvNet;
import org.echodc.operation.AugmentationPolicy;
import org.echodc.operation.Decoding;
import org.echodc.operation.Mmd;

/**
 * Everything that determines a condensation, apart from the data and the device.
 *
 * @param objective what is minimised
 * @param discrepancy the objective's MMD
 * @param decoding images per class and factor
 * @param initialization how the images begin
 * @param iterations steps of SGD on the pixels
 * @param realBatch real images per class and iteration, N
 * @param maxSyntheticBatch most decoded images per class and iteration; beyond it a random subset
 * @param networkPeriod iterations that share one random network ("ipm")
 * @param learningRate of the pixels
 * @param momentum of the pixels
 * @param width channels of the ConvNet
 * @param depth blocks of the ConvNet
 * @param augmentation drawn per class and iteration, for real and synthetic images alike
 * @param lossPeriod iterations from one computed loss to the next
 * @param seed of all random numbers
 */
public record CondensationConfig(
    Objective objective,
    Mmd discrepancy,
    Decoding decoding,
    Initialization initialization,
    int iterations,
    int realBatch,
    int maxSyntheticBatch,
    int networkPeriod,
    float learningRate,
    float momentum,
    int width,
    int depth,
    AugmentationPolicy augmentation,
    int lossPeriod,
    long seed) {

  /** The network that the images of a data set go through. */
  Network network(ImageDataset dataset) {
    return new ConvNet(dataset.image(), dataset.classes(), width, depth).network();
  }
}
