package org.echodc.benchmarks.peers.network;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.echodc.benchmarks.peers.Torch;

/**
 * ConvNet of dataset condensation: blocks of a 3x3 convolution with bias, normalisation, activation
 * and pooling.
 *
 * @param width channels of every block
 * @param depth number of blocks
 * @param norm normalisation
 * @param unit activation
 * @param pooling of 2x2 pixels
 */
record TorchConvNet(int width, int depth, TorchNorm norm, Unit unit, Pooling pooling)
    implements TorchArchitecture {
  private static final double LEAK = 0.01;

  /** Activations. */
  enum Unit {
    RELU,
    SIGMOID,
    LEAKY,
    SWISH
  }

  /** What halves the maps. */
  enum Pooling {
    NONE,
    MAX,
    AVERAGE
  }

  @Override
  public Tensor features(TorchLayers layers, Tensor images) {
    Tensor x = images;
    int padding = x.size(1) == 1 ? 3 : 1;
    for (int block = 0; block < depth; block++) {
      TorchConvolution layer = TorchConvolution.biased(width, 3, block == 0 ? padding : 1);
      x =
          layers.then(
              x, src -> pooled(layers, activated(layers, layers.convolution(src, layer, norm))));
    }
    return x;
  }

  private Tensor activated(TorchLayers layers, Tensor x) {
    return switch (unit) {
      case RELU -> x.relu_();
      case SIGMOID -> layers.counted(x.sigmoid());
      case LEAKY -> torch.leaky_relu_(x, Torch.scalar(LEAK));
      case SWISH -> layers.counted(torch.silu(x));
    };
  }

  private Tensor pooled(TorchLayers layers, Tensor x) {
    return switch (pooling) {
      case NONE -> x;
      case MAX -> layers.maxPool(x, 2, 2, 0);
      case AVERAGE -> layers.averagePool(x, 2);
    };
  }
}
