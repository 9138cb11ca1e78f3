package org.echodc.device.operation;

import org.echodc.tensor.Tensor;

/**
 * Instance normalisation with affine, over the pixels of each image and channel: {@code scale (x -
 * mean) / sqrt(variance + epsilon) + shift}, optionally followed by ReLU. Variance is the biased
 * one; epsilon is {@link ConvBlock#EPSILON}.
 *
 * @param scale FLOAT32 [channels]
 * @param shift FLOAT32 [channels]
 * @param relu whether negative results become 0
 */
public record InstanceNorm(Tensor scale, Tensor shift, boolean relu) {

  /**
   * Statistics kept for the backward pass.
   *
   * @param mean FLOAT32 [images, channels]
   * @param inverseStd FLOAT32 [images, channels], 1 / sqrt(variance + epsilon)
   */
  public record Statistics(Tensor mean, Tensor inverseStd) {}
}
