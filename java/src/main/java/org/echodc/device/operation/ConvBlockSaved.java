package org.echodc.device.operation;

import org.echodc.tensor.Tensor;

/**
 * What a block's backward pass needs of its forward pass, for the last {@code images} of the batch.
 *
 * @param convolution FLOAT32 [images, height, width, out], the convolution before normalisation
 * @param mean FLOAT32 [images, out], mean of each image and channel
 * @param inverseStd FLOAT32 [images, out], 1 / sqrt(variance + epsilon)
 */
public record ConvBlockSaved(Tensor convolution, Tensor mean, Tensor inverseStd) {

  /** Number of images kept. */
  public int images() {
    return convolution.shape().extent(0);
  }
}
