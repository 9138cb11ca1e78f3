package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.operation.Linear;
import org.echodc.tensor.Tensor;

/** Launches {@code linear.cu}. */
final class LinearKernels implements LinearLayers {
  /** A classifier has few outputs: its inputs are split, so that enough blocks have work. */
  private static final int INPUTS_OF_CHUNK = 256;

  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final Kernel forward;
  private final Kernel backwardInput;
  private final Kernel backwardWeight;

  LinearKernels(CudaContext context, ColumnSumKernels columnSums) {
    this.context = context;
    this.columnSums = columnSums;
    KernelModule module = new KernelModule(context, "linear");
    forward = module.kernel("linearForward");
    backwardInput = module.kernel("linearBackwardInput");
    backwardWeight = module.kernel("linearBackwardWeight");
  }

  @Override
  public void forward(Linear.Parameters layer, Tensor src, Tensor dst) {
    int chunks = Grid.blocks(src.shape().extent(1), INPUTS_OF_CHUNK);
    if (chunks == 1) {
      forward(layer, 1, Optional.of(layer.bias()), src, dst);
      return;
    }
    Tensor partial = context.workspace("linear chunks", dst.shape().elements() * chunks);
    forward(layer, chunks, Optional.empty(), src, partial);
    columnSums.sum(chunks, partial, layer.bias(), dst);
  }

  private void forward(
      Linear.Parameters layer, int chunks, Optional<Tensor> bias, Tensor src, Tensor dst) {
    int batch = src.shape().extent(0);
    int outputs = layer.weight().shape().extent(1);
    forward.launch(
        MatrixTile.grid(batch, outputs, chunks),
        batch,
        src.shape().extent(1),
        outputs,
        INPUTS_OF_CHUNK,
        layer.weight(),
        bias,
        src,
        dst);
  }

  @Override
  public void backward(
      Linear.Parameters layer,
      Tensor src,
      Tensor dstGradient,
      Tensor srcGradient,
      Linear.Parameters gradients) {
    int batch = src.shape().extent(0);
    int inputs = src.shape().extent(1);
    int outputs = layer.weight().shape().extent(1);
    backwardInput.launch(
        MatrixTile.grid(batch, inputs, 1),
        batch,
        inputs,
        outputs,
        layer.weight(),
        dstGradient,
        srcGradient);
    backwardWeight.launch(
        MatrixTile.grid(inputs, outputs, 1),
        batch,
        inputs,
        outputs,
        src,
        dstGradient,
        gradients.weight());
    columnSums.sum(batch, dstGradient, gradients.bias());
  }
}
