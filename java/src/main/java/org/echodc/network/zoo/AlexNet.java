package org.echodc.network.zoo;

import org.echodc.network.Network;
import org.echodc.network.Value;
import org.echodc.tensor.Shape;

/**
 * AlexNet (Krizhevsky et al., NeurIPS 2012) in the small form of dataset condensation: five
 * convolutions, no hidden linear layer.
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 * @param norm {@link Norm#NONE}, or {@link Norm#BATCH} for AlexNetBN
 */
record AlexNet(Shape image, int classes, Norm norm) {

  Network network() {
    int padding = image.extent(2) == 1 ? 4 : 2; // 28 x 28 becomes 32 x 32
    Value x = convolution(Network.input(image), 128, 5, padding).maxPool(2, 2, 0);
    x = convolution(x, 192, 5, 2).maxPool(2, 2, 0);
    x = convolution(x, 256, 3, 1);
    x = convolution(x, 192, 3, 1);
    x = convolution(x, 192, 3, 1).maxPool(2, 2, 0);
    return x.classifier(classes);
  }

  private Value convolution(Value x, int channels, int kernel, int padding) {
    return norm.of(x.convolution(Convolutions.before(norm, channels, kernel, padding))).relu();
  }
}
