package org.echodc.device.cuda.layer;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.Fill;
import org.echodc.operation.layer.Add;
import org.echodc.operation.layer.Relu;
import org.echodc.tensor.DataType;

/** Launches {@code elementwise.cu}. */
public final class ElementwiseKernels {
  private final Kernel fillFloats;
  private final Kernel fillInts;
  private final Kernel add;
  private final Kernel relu;
  private final Kernel reluBackward;

  public ElementwiseKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "elementwise");
    fillFloats = module.kernel("fillFloats");
    fillInts = module.kernel("fillInts");
    add = module.kernel("add");
    relu = module.kernel("relu");
    reluBackward = module.kernel("reluBackward");
  }

  public void fill(Fill op) {
    long elements = op.dst().shape().elements();
    Grid grid = Grid.ofElements(elements);
    if (op.dst().type() == DataType.INT32) {
      fillInts.launch(grid, elements, (int) Math.floor(op.value()), op.dst());
    } else {
      fillFloats.launch(grid, elements, op.value(), op.dst());
    }
  }

  public void add(Add op) {
    long elements = op.dst().shape().elements();
    add.launch(Grid.ofElements(elements), elements, op.left(), op.right(), op.dst());
  }

  public void relu(Relu op) {
    long elements = op.dst().shape().elements();
    relu.launch(Grid.ofElements(elements), elements, op.src(), op.dst());
  }

  public void reluBackward(Relu.Backward op) {
    long elements = op.dst().shape().elements();
    reluBackward.launch(
        Grid.ofElements(elements), elements, op.dst(), op.dstGradient(), op.srcGradient());
  }
}
