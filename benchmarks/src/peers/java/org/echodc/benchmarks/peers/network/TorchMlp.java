package org.echodc.benchmarks.peers.network;

import org.bytedeco.pytorch.Tensor;

/** Two hidden layers of 128. */
record TorchMlp() implements TorchArchitecture {
  private static final int WIDTH = 128;

  @Override
  public Tensor features(TorchLayers layers, Tensor images) {
    Tensor x = layers.then(images, src -> layers.linear(src, WIDTH).relu_());
    return layers.then(x, src -> layers.linear(src, WIDTH).relu_());
  }
}
