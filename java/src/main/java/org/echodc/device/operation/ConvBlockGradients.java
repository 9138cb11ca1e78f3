package org.echodc.device.operation;

import java.util.Optional;
import org.echodc.tensor.Tensor;

/**
 * Which gradients a block's backward pass writes.
 *
 * @param src w.r.t. the block's input, shaped like it
 * @param parameters w.r.t. the parameters, summed over the batch
 */
public record ConvBlockGradients(Optional<Tensor> src, Optional<Parameters> parameters) {

  /**
   * Gradients of the parameters, and the forward input they need.
   *
   * @param src the block's input in the forward pass
   * @param weight FLOAT32 [3, 3, in, out]
   * @param scale FLOAT32 [out]
   * @param shift FLOAT32 [out]
   */
  public record Parameters(Tensor src, Tensor weight, Tensor scale, Tensor shift) {}

  /** Only the gradient of the input: condensation. */
  public static ConvBlockGradients ofInput(Tensor srcGradient) {
    return new ConvBlockGradients(Optional.of(srcGradient), Optional.empty());
  }

  /** Only the gradients of the parameters: the first block in training. */
  public static ConvBlockGradients ofParameters(Parameters parameters) {
    return new ConvBlockGradients(Optional.empty(), Optional.of(parameters));
  }

  /** Both: the later blocks in training. */
  public static ConvBlockGradients ofBoth(Tensor srcGradient, Parameters parameters) {
    return new ConvBlockGradients(Optional.of(srcGradient), Optional.of(parameters));
  }
}
