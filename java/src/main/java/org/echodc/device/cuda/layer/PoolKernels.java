package org.echodc.device.cuda.layer;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.AveragePool;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code pool.cu}: 2x2 windows of stride 2. */
public final class PoolKernels {
  private final Kernel forward;
  private final Kernel backward;

  public PoolKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "pool");
    forward = module.kernel("averagePoolForward");
    backward = module.kernel("averagePoolBackward");
  }

  public void forward(AveragePool op) {
    launch(forward, op.src().shape(), op.src(), op.dst());
  }

  public void backward(AveragePool.Backward op) {
    launch(backward, op.srcGradient().shape(), op.dstGradient(), op.srcGradient());
  }

  private static void launch(Kernel kernel, Shape unpooled, Tensor from, Tensor to) {
    long elements = to.shape().elements();
    kernel.launch(
        Grid.ofElements(elements),
        elements,
        unpooled.extent(1),
        unpooled.extent(2),
        unpooled.extent(3),
        from,
        to);
  }
}
