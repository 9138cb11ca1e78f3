package org.echodc.benchmarks.peers.network;

import org.bytedeco.pytorch.Tensor;

/**
 * A parameter, or what becomes of it, and how its elements are ordered.
 *
 * @param tensor in PyTorch's shape
 * @param initial how it began
 * @param extents see {@link TorchValues#next}
 */
public record TorchParameter(Tensor tensor, TorchValues.Initial initial, long[] extents) {

  /** Whether the engine has it: it leaves out biases that are subtracted again. */
  public boolean isShared() {
    return initial != TorchValues.Initial.SUBTRACTED_BIAS;
  }

  /** A tensor of its shape, such as its gradient, as the engine orders it: [h, w, in, out]. */
  public Tensor inOrderOfEngine(Tensor ofItsShape) {
    return ofItsShape.reshape(extents).permute(2, 3, 1, 0);
  }
}
