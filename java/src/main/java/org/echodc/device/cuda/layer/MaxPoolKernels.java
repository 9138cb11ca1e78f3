package org.echodc.device.cuda.layer;

import java.util.List;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.MaxPool;
import org.echodc.tensor.Shape;

/** Launches {@code max_pool.cu}. */
public final class MaxPoolKernels {
  private final Kernel forward;
  private final Kernel backward;

  public MaxPoolKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "max_pool");
    forward = module.kernel("maxPoolForward");
    backward = module.kernel("maxPoolBackward");
  }

  public void forward(MaxPool op) {
    Shape dst = op.dst().shape();
    forward.launch(
        Grid.ofElements(dst.elements()),
        shapes(dst.elements(), op.src().shape(), dst, op.window()),
        op.src(),
        op.dst());
  }

  public void backward(MaxPool.Backward op) {
    Shape src = op.src().shape();
    backward.launch(
        Grid.ofElements(src.elements()),
        shapes(src.elements(), src, op.dst().shape(), op.window()),
        op.src(),
        op.dst(),
        op.dstGradient(),
        op.srcGradient());
  }

  /** The first arguments of both kernels. */
  private static List<Number> shapes(long elements, Shape src, Shape dst, MaxPool.Window window) {
    return List.of(
        elements,
        src.extent(1),
        src.extent(2),
        dst.extent(1),
        dst.extent(2),
        src.extent(3),
        window.kernel(),
        window.stride(),
        window.padding());
  }
}
