package org.echodc.benchmarks.peers.network;

import org.bytedeco.pytorch.Tensor;

/** Two 5x5 convolutions of 6 and 16 channels with max pooling, linear layers of 120 and 84. */
record TorchLeNet() implements TorchArchitecture {

  @Override
  public Tensor features(TorchLayers layers, Tensor images) {
    TorchConvolution first = TorchConvolution.biased(6, 5, images.size(1) == 1 ? 2 : 0);
    TorchConvolution second = TorchConvolution.biased(16, 5, 0);
    Tensor x = layers.then(images, src -> pooled(layers, src, first));
    x = layers.then(x, src -> pooled(layers, src, second));
    x = layers.then(x, src -> layers.linear(src, 120).relu_());
    return layers.then(x, src -> layers.linear(src, 84).relu_());
  }

  private static Tensor pooled(TorchLayers layers, Tensor src, TorchConvolution layer) {
    return layers.maxPool(layers.convolution(src, layer, TorchNorm.NONE).relu_(), 2, 2, 0);
  }
}
