package org.echodc.device.cuda;

import java.util.List;
import java.util.Optional;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockGradients;
import org.echodc.device.operation.ConvBlockSaved;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Blocks of a ConvNet, as {@link org.echodc.device.Device} describes them. */
public interface ConvBlocks {

  /** See {@link org.echodc.device.Device#activationType}. */
  default DataType activationType(List<ConvBlock> blocks, Shape src) {
    return DataType.FLOAT32;
  }

  /** See {@link org.echodc.device.Device#convBlockForward}. */
  void forward(ConvBlock block, Tensor src, Tensor dst, Optional<ConvBlockSaved> saved);

  /** See {@link org.echodc.device.Device#convBlockBackward}. */
  void backward(
      ConvBlock block, ConvBlockSaved saved, Tensor dstGradient, ConvBlockGradients gradients);
}
