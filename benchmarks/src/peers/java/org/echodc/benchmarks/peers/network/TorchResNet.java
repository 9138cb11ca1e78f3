package org.echodc.benchmarks.peers.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * ResNet and ResNetAP of IDC and M3D.
 *
 * @param depth 10, 18, 34 or 50
 * @param base channels of the first stage: 64, or 32 for CIFAR
 * @param pools whether average pooling takes the place of strides
 * @param norm instance or batch
 */
record TorchResNet(int depth, int base, boolean pools, TorchNorm norm)
    implements TorchArchitecture {
  private static final int WIDE = 64;
  private static final int BOTTLENECK = 50;
  private static final Map<Integer, List<Integer>> BLOCKS =
      Map.of(
          10, List.of(1, 1, 1, 1),
          18, List.of(2, 2, 2, 2),
          34, List.of(3, 4, 6, 3),
          50, List.of(3, 4, 6, 3));

  @Override
  public Tensor features(TorchLayers layers, Tensor images) {
    Tensor x = layers.then(images, src -> introduction(layers, src));
    List<Integer> blocks = BLOCKS.get(depth);
    for (int stage = 0; stage < blocks.size(); stage++) {
      int width = base << stage;
      for (int block = 0; block < blocks.get(stage); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x =
            layers.then(
                x,
                src ->
                    depth < BOTTLENECK
                        ? basic(layers, src, width, stride)
                        : bottleneck(layers, src, width, stride));
      }
    }
    return layers.then(x, layers::globalAveragePool);
  }

  private Tensor introduction(TorchLayers layers, Tensor x) {
    long side = x.size(2);
    if (base < WIDE || side <= 64) {
      return convolved(layers, x, 3, base, 1).relu_();
    }
    if (side <= 128) {
      Tensor same = convolved(layers, x, 3, base, 1).relu_();
      return pools ? layers.averagePool(same, 2) : layers.maxPool(same, 3, 2, 1);
    }
    Tensor large = convolved(layers, x, 7, base, pools ? 1 : 2).relu_();
    return pools ? layers.averagePool(large, 4) : layers.maxPool(large, 3, 2, 1);
  }

  private Tensor convolved(TorchLayers layers, Tensor x, int kernel, int channels, int stride) {
    return layers.convolution(x, TorchConvolution.byFanOut(channels, kernel, stride), norm);
  }

  private Tensor basic(TorchLayers layers, Tensor x, int width, int stride) {
    Tensor y = convolved(layers, x, 3, width, pools ? 1 : stride).relu_();
    y = convolved(layers, halved(layers, y, stride), 3, width, 1);
    return y.add_(shortcut(layers, x, width, stride)).relu_();
  }

  private Tensor bottleneck(TorchLayers layers, Tensor x, int width, int stride) {
    Tensor y = convolved(layers, x, 1, width, 1).relu_();
    y = convolved(layers, y, 3, width, pools ? 1 : stride).relu_();
    y = convolved(layers, halved(layers, y, stride), 1, 4 * width, 1);
    return y.add_(shortcut(layers, x, 4 * width, stride)).relu_();
  }

  /** With pools the 1x1 convolution works at full size; its result is halved, then normalised. */
  private Tensor shortcut(TorchLayers layers, Tensor x, int channels, int stride) {
    if (stride == 1 && x.size(1) == channels) {
      return x;
    }
    if (!pools) {
      return convolved(layers, x, 1, channels, stride);
    }
    Tensor full = layers.convolution(x, TorchConvolution.byFanOut(channels, 1, 1), TorchNorm.NONE);
    return layers.norm(halved(layers, full, stride), norm);
  }

  private Tensor halved(TorchLayers layers, Tensor x, int stride) {
    return pools && stride > 1 ? layers.averagePool(x, stride) : x;
  }
}
