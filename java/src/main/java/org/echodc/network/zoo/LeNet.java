package org.echodc.network.zoo;

import org.echodc.network.Network;
import org.echodc.network.Value;
import org.echodc.tensor.Shape;

/**
 * LeNet-5 (LeCun et al., 1998) as dataset condensation uses it: ReLU and max pooling.
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 */
record LeNet(Shape image, int classes) {

  Network network() {
    int padding = image.extent(2) == 1 ? 2 : 0; // images of digits become 32 x 32
    Value x = Network.input(image);
    x = x.convolution(Convolutions.biased(6, 5, padding)).relu().maxPool(2, 2, 0);
    x = x.convolution(Convolutions.biased(16, 5, 0)).relu().maxPool(2, 2, 0);
    return x.linear(120).relu().linear(84).relu().classifier(classes);
  }
}
