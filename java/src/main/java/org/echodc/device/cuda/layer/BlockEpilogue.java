package org.echodc.device.cuda.layer;

import java.util.Optional;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.tensor.Tensor;

/** What follows the convolution of a block: instance normalisation, ReLU, 2x2 average pooling. */
public interface BlockEpilogue {

  /**
   * The block's result from its convolution.
   *
   * @param convolved [images, height, width, channels]
   * @param dst [images, height / 2, width / 2, channels]
   * @param statistics to write where they are saved
   */
  public void forward(
      ConvBlock.Parameters block,
      Tensor convolved,
      Tensor dst,
      Optional<InstanceNorm.Statistics> statistics);

  /**
   * The gradient w.r.t. the convolution, and those of scale and shift where they are wanted.
   *
   * @param op whose other gradients are left alone
   * @param convolutionGradient like the saved convolution
   */
  public void backward(ConvBlock.Backward op, Tensor convolutionGradient);
}
