package org.echodc.device.cuda.layer;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.Concatenate;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code concatenate.cu}. */
public final class ConcatenateKernels {
  private final Kernel put;
  private final Kernel take;

  public ConcatenateKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "concatenate");
    put = module.kernel("putChannels");
    take = module.kernel("takeChannels");
  }

  public void forward(Concatenate op) {
    copy(put, op.left().shape(), op.dst().shape(), 0, op.left(), op.dst());
    int first = op.left().shape().extent(3);
    copy(put, op.right().shape(), op.dst().shape(), first, op.right(), op.dst());
  }

  public void backward(Concatenate.Backward op) {
    Tensor all = op.dstGradient();
    op.leftGradient().ifPresent(part -> copy(take, part.shape(), all.shape(), 0, all, part));
    op.rightGradient()
        .ifPresent(
            part -> {
              int first = all.shape().extent(3) - part.shape().extent(3);
              copy(take, part.shape(), all.shape(), first, all, part);
            });
  }

  private static void copy(
      Kernel kernel, Shape part, Shape all, int first, Tensor from, Tensor to) {
    kernel.launch(
        Grid.ofElements(part.elements()),
        part.elements(),
        part.extent(3),
        all.extent(3),
        first,
        from,
        to);
  }
}
