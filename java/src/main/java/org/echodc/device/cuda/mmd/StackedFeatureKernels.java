package org.echodc.device.cuda.mmd;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.tensor.Tensor;

/** Launches {@code mmd_stacked.cu}, for matrix products of a library. */
public final class StackedFeatureKernels {
  private static final int THREADS = 256;

  private final CudaContext context;
  private final Kernel stack;
  private final Kernel scaleRows;

  /** Loads them. */
  public StackedFeatureKernels(CudaContext context) {
    this.context = context;
    KernelModule module = new KernelModule(context, "mmd_stacked");
    stack = module.kernel("mmdStack");
    scaleRows = module.kernel("mmdScaleRows");
  }

  /** What {@link #stack} last wrote. */
  public Tensor stacked(FeatureShape shape) {
    return context.workspace(
        "mmd stacked", (long) shape.classes() * shape.rows() * shape.dimensions());
  }

  /** {@code [S; R]} of each class, less its mean if there is one: [K, n, D]. */
  public Tensor stack(Features features) {
    FeatureShape shape = features.shape();
    Tensor stacked = stacked(shape);
    stack.launch(Grid.of(shape.rows(), shape.classes(), THREADS), features.rowArguments(), stacked);
    return stacked;
  }

  /** {@code gradient = weightSums S}, row by row. */
  public void scaleRows(FeatureShape shape, Tensor weightSums, Tensor gradient) {
    scaleRows.launch(
        Grid.of(shape.synthetic(), shape.classes(), THREADS),
        shape.synthetic(),
        shape.rows(),
        shape.dimensions(),
        weightSums,
        stacked(shape),
        gradient);
  }
}
