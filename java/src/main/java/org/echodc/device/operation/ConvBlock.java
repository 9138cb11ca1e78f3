package org.echodc.device.operation;

import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * One block of a ConvNet: 3x3 convolution of stride 1, instance normalisation with affine, ReLU,
 * 2x2 average pooling. The convolution needs no bias: the normalisation subtracts it again.
 *
 * @param weight FLOAT32 [3, 3, in, out]
 * @param scale FLOAT32 [out], factor after normalisation
 * @param shift FLOAT32 [out], added after the factor
 * @param padding zeros around the image on every side
 */
public record ConvBlock(Tensor weight, Tensor scale, Tensor shift, int padding) {

  /** Added to the variance under the root. */
  public static final float EPSILON = 1e-5f;

  /** Channels that the block reads. */
  public int inputChannels() {
    return weight.shape().extent(2);
  }

  /** Channels that the block writes. */
  public int outputChannels() {
    return weight.shape().extent(3);
  }

  /** Shape before pooling, for images of shape {@code src}. */
  public Shape convolutionShape(Shape src) {
    int grow = 2 * padding - 2;
    return Shape.of(src.extent(0), src.extent(1) + grow, src.extent(2) + grow, outputChannels());
  }

  /** Shape of the block's result: halved, an odd last row or column being dropped. */
  public Shape resultShape(Shape src) {
    Shape convolved = convolutionShape(src);
    return Shape.of(
        convolved.extent(0), convolved.extent(1) / 2, convolved.extent(2) / 2, convolved.extent(3));
  }
}
