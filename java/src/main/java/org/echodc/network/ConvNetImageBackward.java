package org.echodc.network;

import java.util.function.Consumer;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Operation;
import org.echodc.tensor.Tensor;

/**
 * From gradients of features back to those of the images. It needs what the forward pass saved, not
 * the blocks' results: their memory takes the gradients w.r.t. them.
 */
public final class ConvNetImageBackward {
  private final ConvNetSpec spec;
  private final ConvNetForward forward;

  /** Allocates nothing. */
  public ConvNetImageBackward(ConvNetSpec spec, ConvNetForward forward) {
    this.spec = spec;
    this.forward = forward;
  }

  /**
   * Gradient w.r.t. the images that the forward pass saved. The features stay as they are.
   *
   * @param to takes the operations
   * @param featureGradient [n, features], or the same elements in another shape
   * @param imageGradient [n, height, width, channels]
   */
  public void run(
      Consumer<Operation> to,
      ConvNetParameters parameters,
      Tensor featureGradient,
      Tensor imageGradient) {
    int count = imageGradient.shape().extent(0);
    Tensor dst = featureGradient.reshape(spec.blockInput(spec.depth(), count));
    for (int block = spec.depth() - 1; block >= 0; block--) {
      Tensor src = block == 0 ? imageGradient : forward.result(block - 1, count);
      to.accept(
          new ConvBlock.Backward(
              parameters.blocks().get(block),
              forward.saved(block, count),
              dst,
              ConvBlock.Gradients.ofInput(src)));
      dst = src;
    }
  }
}
