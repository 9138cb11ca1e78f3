package org.echodc.device.cuda.layer;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.AveragePool;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code pool_windows.cu}. */
public final class WindowPoolKernels {
  private final Kernel forward;
  private final Kernel backward;

  public WindowPoolKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "pool_windows");
    forward = module.kernel("averagePoolWindows");
    backward = module.kernel("averagePoolWindowsBackward");
  }

  public void forward(AveragePool op) {
    launch(forward, op.window(), op.src().shape(), op.dst().shape(), op.src(), op.dst());
  }

  public void backward(AveragePool.Backward op) {
    Shape src = op.srcGradient().shape();
    Shape dst = op.dstGradient().shape();
    launch(backward, op.window(), src, dst, op.dstGradient(), op.srcGradient());
  }

  private static void launch(
      Kernel kernel, AveragePool.Window window, Shape src, Shape dst, Tensor from, Tensor to) {
    long elements = to.shape().elements();
    kernel.launch(
        Grid.ofElements(elements),
        elements,
        src.extent(1),
        src.extent(2),
        dst.extent(1),
        dst.extent(2),
        src.extent(3),
        window.height(),
        window.width(),
        window.stride(),
        from,
        to);
  }
}
