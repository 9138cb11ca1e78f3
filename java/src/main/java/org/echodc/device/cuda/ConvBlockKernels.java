package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.device.Precision;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockGradients;
import org.echodc.device.operation.ConvBlockSaved;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Chooses the kernels of a conv block by its shape and the precision. */
final class ConvBlockKernels {
  private final boolean tensorCores;
  private final FirstBlockKernels first;
  private final FusedConvBlockKernels fused;
  private final GeneralConvBlockKernels general;

  ConvBlockKernels(
      CudaContext context, ConvolutionKernels convolution, ColumnSumKernels columnSums) {
    tensorCores = context.precision() == Precision.TF32;
    first = new FirstBlockKernels(context);
    fused = new FusedConvBlockKernels(context);
    general = new GeneralConvBlockKernels(context, convolution, columnSums);
  }

  private boolean isFused(ConvBlock block, Shape convolution) {
    return tensorCores && FusedConvBlockKernels.support(block, convolution);
  }

  void forward(ConvBlock block, Tensor src, Tensor dst, Optional<ConvBlockSaved> saved) {
    Shape convolution = block.convolutionShape(src.shape());
    if (FirstBlockKernels.support(block, convolution)) {
      first.forward(block, src, dst, saved);
    } else if (isFused(block, convolution)) {
      fused.forward(block, src, dst, saved);
    } else {
      general.forward(block, src, dst, saved);
    }
  }

  void backward(
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
