package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.operation.ConvBlock;
import org.echodc.tensor.Tensor;

/** Blocks of a ConvNet, as {@link org.echodc.device.Device} describes them. */
public interface ConvBlocks {

  /** Whether there are kernels for the types of its tensors. */
  boolean supports(ConvBlock block);

  /** Whether there are kernels for the types of its tensors. */
  boolean supports(ConvBlock.Backward block);

  /** See {@link org.echodc.device.Device#convBlockForward}. */
  void forward(ConvBlock.Parameters block, Tensor src, Tensor dst, Optional<ConvBlock.Saved> saved);

  /** See {@link org.echodc.device.Device#convBlockBackward}. */
  void backward(
      ConvBlock.Parameters block,
      ConvBlock.Saved saved,
      Tensor dstGradient,
      ConvBlock.Gradients gradients);
}
