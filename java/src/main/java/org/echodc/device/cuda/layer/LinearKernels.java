package org.echodc.device.cuda.layer;

import java.util.Optional;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.Linear;
import org.echodc.tensor.Tensor;

/** Launches {@code linear.cu}. */
public final class LinearKernels {
  /** A classifier has few outputs: its inputs are split, so that enough blocks have work. */
  private static final int INPUTS_OF_CHUNK = 256;

  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final Kernel forward;
  private final Kernel backwardInput;
  private final Kernel backwardWeight;

  public LinearKernels(CudaContext context, ColumnSumKernels columnSums) {
    this.context = context;
    this.columnSums = columnSums;
    KernelModule module = new KernelModule(context, "linear");
    forward = module.kernel("linearForward");
    backwardInput = module.kernel("linearBackwardInput");
    backwardWeight = module.kernel("linearBackwardWeight");
  }

  public void forward(Linear op) {
    int chunks = Grid.blocks(op.src().shape().extent(1), INPUTS_OF_CHUNK);
    Tensor bias = op.parameters().bias();
    if (chunks == 1) {
      forward(op, 1, Optional.of(bias), op.dst());
      return;
    }
    Tensor partial = context.workspace("linear chunks", op.dst().shape().elements() * chunks);
    forward(op, chunks, Optional.empty(), partial);
    columnSums.sum(chunks, partial, bias, op.dst());
  }

  private void forward(Linear op, int chunks, Optional<Tensor> bias, Tensor dst) {
    Tensor weight = op.parameters().weight();
    int batch = op.src().shape().extent(0);
    int outputs = weight.shape().extent(1);
    forward.launch(
        MatrixTile.grid(batch, outputs, chunks),
        batch,
        op.src().shape().extent(1),
        outputs,
        INPUTS_OF_CHUNK,
        weight,
        bias,
        op.src(),
        dst);
  }

  public void backward(Linear.Backward op) {
    op.srcGradient().ifPresent(srcGradient -> backwardInput(op, srcGradient));
    op.gradients().ifPresent(gradients -> backwardParameters(op, gradients));
  }

  private void backwardInput(Linear.Backward op, Tensor srcGradient) {
    int batch = srcGradient.shape().extent(0);
    int inputs = srcGradient.shape().extent(1);
    backwardInput.launch(
        MatrixTile.grid(batch, inputs, 1),
        batch,
        inputs,
        op.dstGradient().shape().extent(1),
        op.parameters().weight(),
        op.dstGradient(),
        srcGradient);
  }

  private void backwardParameters(Linear.Backward op, Linear.Parameters gradients) {
    int batch = op.src().shape().extent(0);
    int inputs = op.src().shape().extent(1);
    int outputs = op.dstGradient().shape().extent(1);
    backwardWeight.launch(
        MatrixTile.grid(inputs, outputs, 1),
        batch,
        inputs,
        outputs,
        op.src(),
        op.dstGradient(),
        gradients.weight());
    columnSums.sum(batch, op.dstGradient(), gradients.bias());
  }
}
