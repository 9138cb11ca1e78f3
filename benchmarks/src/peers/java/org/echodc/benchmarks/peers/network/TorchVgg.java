package org.echodc.benchmarks.peers.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * VGG of dataset condensation: 3x3 convolutions with bias, max pooling after each stage, no hidden
 * linear layer.
 *
 * @param depth 11, 13, 16 or 19
 * @param norm instance or batch
 */
record TorchVgg(int depth, TorchNorm norm) implements TorchArchitecture {
  private static final Map<Integer, List<List<Integer>>> STAGES =
      Map.of(
          11,
          List.of(
              List.of(64), List.of(128), List.of(256, 256), List.of(512, 512), List.of(512, 512)),
          13,
          List.of(
              List.of(64, 64),
              List.of(128, 128),
              List.of(256, 256),
              List.of(512, 512),
              List.of(512, 512)),
          16,
          List.of(
              List.of(64, 64),
              List.of(128, 128),
              List.of(256, 256, 256),
              List.of(512, 512, 512),
              List.of(512, 512, 512)),
          19,
          List.of(
              List.of(64, 64),
              List.of(128, 128),
              List.of(256, 256, 256, 256),
              List.of(512, 512, 512, 512),
              List.of(512, 512, 512, 512)));

  @Override
  public Tensor features(TorchLayers layers, Tensor images) {
    Tensor x = images;
    int padding = images.size(1) == 1 ? 3 : 1;
    for (List<Integer> stage : STAGES.get(depth)) {
      for (int channels : stage) {
        TorchConvolution layer = TorchConvolution.biased(channels, 3, padding);
        x = layers.then(x, src -> layers.convolution(src, layer, norm).relu_());
        padding = 1;
      }
      x = layers.then(x, src -> layers.maxPool(src, 2, 2, 0));
    }
    return x;
  }
}
