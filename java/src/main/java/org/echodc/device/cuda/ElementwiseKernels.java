package org.echodc.device.cuda;

import org.echodc.operation.Add;
import org.echodc.operation.Fill;
import org.echodc.operation.Relu;
import org.echodc.tensor.DataType;

/** Launches {@code elementwise.cu}. */
final class ElementwiseKernels {
  private final Kernel fillFloats;
  private final Kernel fillInts;
  private final Kernel add;
  private final Kernel relu;
  private final Kernel reluBackward;

  ElementwiseKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "elementwise");
    fillFloats = module.kernel("fillFloats");
    fillInts = module.kernel("fillInts");
    add = module.kernel("add");
    relu = module.kernel("relu");
    reluBackward = module.kernel("reluBackward");
  }

  void fill(Fill op) {
    long elements = op.dst().shape().elements();
    Grid grid = Grid.ofElements(elements);
    if (op.dst().type() == DataType.INT32) {
      fillInts.launch(grid, elements, (int) Math.floor(op.value()), op.dst());
    } else {
      fillFloats.launch(grid, elements, op.value(), op.dst());
    }
  }

  void add(Add op) {
    long elements = op.dst().shape().elements();
    add.launch(Grid.ofElements(elements), elements, op.left(), op.right(), op.dst());
  }

  void relu(Relu op) {
    long elements = op.dst().shape().elements();
    relu.launch(Grid.ofElements(elements), elements, op.src(), op.dst());
  }

  void reluBackward(Relu.Backward op) {
    long elements = op.dst().shape().elements();
    reluBackward.launch(
        Grid.ofElements(elements), elements, op.dst(), op.dstGradient(), op.srcGradient());
  }
}
