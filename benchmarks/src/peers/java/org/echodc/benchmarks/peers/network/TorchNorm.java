package org.echodc.benchmarks.peers.network;

/** What follows a convolution, with affine parameters each. */
public enum TorchNorm {
  NONE,
  /** Statistics of the batch, and running ones for testing. */
  BATCH,
  /** Over a whole image, affine for each element. */
  LAYER,
  /** Over each channel of an image: group normalisation with a group for each. */
  INSTANCE,
  /** Over four groups of channels. */
  GROUP;

  /** Whether it subtracts a constant of each channel again: a bias before it has no effect. */
  boolean subtractsBias() {
    return this == BATCH || this == INSTANCE;
  }
}
