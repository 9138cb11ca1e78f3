package org.echodc.device.cuda.layer;

import java.util.List;
import org.echodc.operation.layer.ConvBlock;

/** The tensors of a block, in the order in which the kernels of whole blocks take them. */
final class BlockArguments {

  private BlockArguments() {}

  static List<Object> of(ConvBlock op) {
    ConvBlock.Parameters block = op.parameters();
    return List.of(
        block.weight(),
        block.scale(),
        block.shift(),
        op.src(),
        op.dst(),
        op.saved().map(ConvBlock.Saved::convolution),
        op.saved().map(ConvBlock.Saved::mean),
        op.saved().map(ConvBlock.Saved::inverseStd));
  }

  /** Of a backward pass to the block's input. */
  static List<Object> of(ConvBlock.Backward op) {
    ConvBlock.Parameters block = op.parameters();
    ConvBlock.Saved saved = op.saved();
    return List.of(
        block.weight(),
        block.scale(),
        block.shift(),
        saved.convolution(),
        saved.mean(),
        saved.inverseStd(),
        op.dstGradient(),
        op.gradients().src().orElseThrow());
  }
}
