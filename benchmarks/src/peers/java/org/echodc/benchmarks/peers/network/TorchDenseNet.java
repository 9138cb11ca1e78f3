package org.echodc.benchmarks.peers.network;

import org.bytedeco.pytorch.Tensor;

/** DenseNet of IDC's program for CIFAR, of growth 12. */
record TorchDenseNet() implements TorchArchitecture {
  private static final int GROWTH = 12;
  private static final int[] BLOCKS = {6, 12, 24, 16};
  private static final int LAST_SIDE = 4;

  @Override
  public Tensor features(TorchLayers layers, Tensor images) {
    Tensor x = layers.then(images, src -> convolved(layers, src, 2 * GROWTH, 3));
    for (int block = 0; block < BLOCKS.length; block++) {
      for (int layer = 0; layer < BLOCKS[block]; layer++) {
        x = layers.then(x, src -> dense(layers, src));
      }
      if (block < BLOCKS.length - 1) {
        x = layers.then(x, src -> transition(layers, src));
      }
    }
    return layers.then(x, src -> layers.averagePool(activated(layers, src), LAST_SIDE));
  }

  private static Tensor activated(TorchLayers layers, Tensor x) {
    return layers.norm(x, TorchNorm.BATCH).relu_();
  }

  private static Tensor convolved(TorchLayers layers, Tensor x, int channels, int kernel) {
    return layers.convolution(x, TorchConvolution.plain(channels, kernel, 1), TorchNorm.NONE);
  }

  private static Tensor dense(TorchLayers layers, Tensor x) {
    Tensor narrow = convolved(layers, activated(layers, x), 4 * GROWTH, 1);
    Tensor grown = convolved(layers, activated(layers, narrow), GROWTH, 3);
    return layers.concatenate(grown, x);
  }

  private static Tensor transition(TorchLayers layers, Tensor x) {
    int half = Math.toIntExact(x.size(1) / 2);
    return layers.averagePool(convolved(layers, activated(layers, x), half, 1), 2);
  }
}
