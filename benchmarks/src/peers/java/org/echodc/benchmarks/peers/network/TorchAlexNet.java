package org.echodc.benchmarks.peers.network;

import org.bytedeco.pytorch.Tensor;

/**
 * AlexNet of dataset condensation: five convolutions, max pooling after the first two and the last.
 *
 * @param norm none, or batch
 */
record TorchAlexNet(TorchNorm norm) implements TorchArchitecture {

  @Override
  public Tensor features(TorchLayers layers, Tensor images) {
    int padding = images.size(1) == 1 ? 4 : 2;
    Tensor x = images;
    x = pooled(layers, x, TorchConvolution.biased(128, 5, padding));
    x = pooled(layers, x, TorchConvolution.biased(192, 5, 2));
    x = layers.then(x, src -> convolved(layers, src, TorchConvolution.biased(256, 3, 1)));
    x = layers.then(x, src -> convolved(layers, src, TorchConvolution.biased(192, 3, 1)));
    return pooled(layers, x, TorchConvolution.biased(192, 3, 1));
  }

  private Tensor convolved(TorchLayers layers, Tensor src, TorchConvolution layer) {
    return layers.convolution(src, layer, norm).relu_();
  }

  private Tensor pooled(TorchLayers layers, Tensor x, TorchConvolution layer) {
    return layers.then(x, src -> layers.maxPool(convolved(layers, src, layer), 2, 2, 0));
  }
}
