package org.echodc.benchmarks.peers.network;

import org.bytedeco.pytorch.Tensor;

/**
 * ResNet-18 of Zhao and Bilen's program.
 *
 * @param pools whether average pooling takes the place of strides and of the last pooling
 * @param norm instance or batch
 */
record TorchCondensationResNet(boolean pools, TorchNorm norm) implements TorchArchitecture {
  private static final int[] WIDTHS = {64, 128, 256, 512};

  @Override
  public Tensor features(TorchLayers layers, Tensor images) {
    Tensor x =
        layers.then(
            images,
            src -> layers.convolution(src, TorchConvolution.plain(WIDTHS[0], 3, 1), norm).relu_());
    for (int width : WIDTHS) {
      boolean halves = width > WIDTHS[0];
      x = layers.then(x, src -> block(layers, src, width, halves));
      x = layers.then(x, src -> block(layers, src, width, false));
    }
    return pools ? x : layers.then(x, src -> layers.averagePool(src, 4));
  }

  private Tensor block(TorchLayers layers, Tensor x, int width, boolean halves) {
    int stride = halves && !pools ? 2 : 1;
    Tensor y = layers.convolution(x, TorchConvolution.plain(width, 3, stride), norm).relu_();
    Tensor smaller = halves && pools ? layers.averagePool(y, 2) : y;
    Tensor sum = layers.convolution(smaller, TorchConvolution.plain(width, 3, 1), norm);
    return sum.add_(halves ? shortcut(layers, x, width) : x).relu_();
  }

  private Tensor shortcut(TorchLayers layers, Tensor x, int width) {
    if (!pools) {
      return layers.convolution(x, TorchConvolution.plain(width, 1, 2), norm);
    }
    Tensor full = layers.convolution(x, TorchConvolution.plain(width, 1, 1), TorchNorm.NONE);
    return layers.norm(layers.averagePool(full, 2), norm);
  }
}
