package org.echodc.device.cuda.layer;

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
    Shape src = op.src().shape();
    Shape dst = op.dst().shape();
    MaxPool.Window window = op.window();
    forward.launch(
        Grid.ofElements(dst.elements()),
        dst.elements(),
        src.extent(1),
        src.extent(2),
        dst.extent(1),
        dst.extent(2),
        src.extent(3),
        window.kernel(),
        window.stride(),
        window.padding(),
        op.src(),
        op.dst());
  }

  public void backward(MaxPool.Backward op) {
    Shape src = op.src().shape();
    Shape dst = op.dst().shape();
    MaxPool.Window window = op.window();
    backward.launch(
        Grid.ofElements(src.elements()),
        src.elements(),
        src.extent(1),
        src.extent(2),
        dst.extent(1),
        dst.extent(2),
        src.extent(3),
        window.kernel(),
        window.stride(),
        window.padding(),
        op.src(),
        op.dst(),
        op.dstGradient(),
        op.srcGradient());
  }
}
