package org.echodc.network.zoo;

import org.echodc.network.Network;
import org.echodc.tensor.Shape;

/**
 * Two hidden layers of 128 with ReLU (MLP of the dataset condensation benchmarks).
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 */
record Mlp(Shape image, int classes) {
  private static final int WIDTH = 128;

  Network network() {
    return Network.input(image).linear(WIDTH).relu().linear(WIDTH).relu().classifier(classes);
  }
}
