package org.echodc.device.cuda;

import java.util.List;
import java.util.Optional;
import org.echodc.device.Precision;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockGradients;
import org.echodc.device.operation.ConvBlockSaved;
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

  /** BFLOAT16 if it is asked for and there are kernels for the whole network. */
  @Override
  public DataType activationType(List<ConvBlock> blocks, Shape src) {
    if (precision != Precision.BF16) {
      return DataType.FLOAT32;
    }
    Shape shape = src;
    for (int i = 0; i < blocks.size(); i++) {
      Shape convolution = blocks.get(i).convolutionShape(shape);
      boolean last = i == blocks.size() - 1;
      boolean known =
          i == 0
              ? FirstBlockKernels.support(blocks.get(i), convolution) && !last
              : FusedConvBlockKernels.support(blocks.get(i), convolution)
                  && FusedConvBlockKernels.endsNetwork(convolution) == last;
      if (!known) {
        return DataType.FLOAT32;
      }
      shape = blocks.get(i).resultShape(shape);
    }
    return DataType.BFLOAT16;
  }

  private boolean isFused(ConvBlock block, Shape convolution) {
    return precision != Precision.FP32 && FusedConvBlockKernels.support(block, convolution);
  }

  @Override
  public void forward(ConvBlock block, Tensor src, Tensor dst, Optional<ConvBlockSaved> saved) {
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
      ConvBlock block, ConvBlockSaved saved, Tensor dstGradient, ConvBlockGradients gradients) {
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
