package org.echodc.device.cuda;

import org.echodc.tensor.DataType;
import org.echodc.tensor.Tensor;

/** Launches {@code elementwise.cu}. */
final class ElementwiseKernels {
  private static final int THREADS = 256;

  private final Kernel fillFloats;
  private final Kernel fillInts;
  private final Kernel add;

  ElementwiseKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "elementwise");
    fillFloats = module.kernel("fillFloats");
    fillInts = module.kernel("fillInts");
    add = module.kernel("add");
  }

  void fill(Tensor dst, float value) {
    long elements = dst.shape().elements();
    Grid grid = Grid.covering(elements, THREADS);
    if (dst.type() == DataType.INT32) {
      fillInts.launch(grid, elements, (int) Math.floor(value), dst);
    } else {
      fillFloats.launch(grid, elements, value, dst);
    }
  }

  void add(Tensor left, Tensor right, Tensor dst) {
    long elements = dst.shape().elements();
    add.launch(Grid.covering(elements, THREADS), elements, left, right, dst);
  }
}
