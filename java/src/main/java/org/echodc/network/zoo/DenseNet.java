package org.echodc.network.zoo;

import org.echodc.network.Network;
import org.echodc.network.Value;
import org.echodc.tensor.Shape;

/**
 * DenseNet (Huang et al., CVPR 2017) with bottlenecks, of growth 12, as IDC evaluates with it.
 *
 * @param image [height, width, channels] of the images it reads
 * @param classes outputs of the classifier
 */
record DenseNet(Shape image, int classes) {
  private static final int GROWTH = 12;
  private static final int[] LAYERS = {6, 12, 24, 16};

  Network network() {
    int channels = 2 * GROWTH;
    Value x = Network.input(image).convolution(channels, 3, 1, 1);
    for (int block = 0; block < LAYERS.length; block++) {
      for (int layer = 0; layer < LAYERS[block]; layer++) {
        Value narrow = x.batchNorm().relu().convolution(4 * GROWTH, 1, 1, 0);
        x = narrow.batchNorm().relu().convolution(GROWTH, 3, 1, 1).concatenate(x);
        channels += GROWTH;
      }
      if (block < LAYERS.length - 1) {
        channels /= 2;
        x = x.batchNorm().relu().convolution(channels, 1, 1, 0).averagePool(2, 2);
      }
    }
    return x.batchNorm().relu().averagePool(4, 4).classifier(classes);
  }
}
