package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.device.Precision;
import org.echodc.operation.ConvBlock;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Chooses the kernels of a conv block by its shape and the precision. */
final class ConvBlockKernels implements ConvBlocks {
  private final Precision precision;
  private final FirstBlockKernels first;
  private final FusedConvBlockKernels fused;
  private final GeneralConvBlocks general;

  ConvBlockKernels(CudaContext context, Convolutions convolutions, ColumnSumKernels columnSums) {
    precision = context.precision();
    first = new FirstBlockKernels(context);
    fused = new FusedConvBlockKernels(context);
    general =
        new GeneralConvBlocks(context, convolutions, new BlockEpilogueKernels(context, columnSums));
  }

  /** Whether there are kernels for the types of a block's tensors. */
  @Override
  public boolean supports(ConvBlock block) {
    return supports(
        block.parameters(),
        block.parameters().convolutionShape(block.src().shape()),
        block.src().type(),
        block.dst().type(),
        block.saved().map(saved -> saved.convolution().type()));
  }

  /** Likewise for its backward pass. */
  @Override
  public boolean supports(ConvBlock.Backward block) {
    return supports(
        block.parameters(),
        block.saved().convolution().shape(),
        block.gradients().src().map(Tensor::type).orElse(DataType.FLOAT32),
        block.dstGradient().type(),
        Optional.of(block.saved().convolution().type()));
  }

  private boolean supports(
      ConvBlock.Parameters block,
      Shape convolution,
      DataType src,
      DataType dst,
      Optional<DataType> saved) {
    boolean floats =
        src == DataType.FLOAT32
            && dst == DataType.FLOAT32
            && saved.orElse(DataType.FLOAT32) == DataType.FLOAT32;
    if (floats) {
      return true;
    }
    if (precision != Precision.BF16) {
      return false;
    }
    if (FirstBlockKernels.support(block, convolution)) {
      return src == DataType.FLOAT32 && saved.orElse(dst) == dst;
    }
    DataType result = FusedConvBlockKernels.endsNetwork(convolution) ? DataType.FLOAT32 : src;
    return FusedConvBlockKernels.support(block, convolution)
        && dst == result
        && saved.orElse(src) == src;
  }

  private boolean isFused(ConvBlock.Parameters block, Shape convolution) {
    return precision != Precision.FP32 && FusedConvBlockKernels.support(block, convolution);
  }

  @Override
  public void forward(
      ConvBlock.Parameters block, Tensor src, Tensor dst, Optional<ConvBlock.Saved> saved) {
    Shape convolution = block.convolutionShape(src.shape());
    if (FirstBlockKernels.support(block, convolution)) {
      first.forward(block, src, dst, saved);
    } else if (isFused(block, convolution)) {
      fused.forward(block, src, dst, saved);
    } else {
      general.forward(block, src, dst, saved);
    }
  }

  @Override
  public void backward(
      ConvBlock.Parameters block,
      ConvBlock.Saved saved,
      Tensor dstGradient,
      ConvBlock.Gradients gradients) {
    Shape convolution = saved.convolution().shape();
    if (gradients.parameters().isPresent()) {
      // needs the gradient w.r.t. the convolution itself
      general.backward(block, saved, dstGradient, gradients);
    } else if (FirstBlockKernels.support(block, convolution)) {
      first.backward(block, saved, dstGradient, gradients.src().orElseThrow());
    } else if (isFused(block, convolution)) {
      fused.backward(block, saved, dstGradient, gradients.src().orElseThrow());
    } else {
      general.backward(block, saved, dstGradient, gradients);
    }
  }
}
