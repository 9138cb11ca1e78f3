package org.echodc.benchmarks.peers.network;

import org.bytedeco.pytorch.Tensor;

/** What a network computes, written as a function by way of layers. */
@FunctionalInterface
public interface TorchArchitecture {

  /**
   * From images to features.
   *
   * @param layers take their parameters one after the other, the same ones at every call
   * @param images [n, channels, height, width], which are the function's own to close
   * @return [n, channels, height, width] or [n, features]
   */
  Tensor features(TorchLayers layers, Tensor images);
}
