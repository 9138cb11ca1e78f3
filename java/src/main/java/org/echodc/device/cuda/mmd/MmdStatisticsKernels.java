package org.echodc.device.cuda.mmd;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.mmd.MeanDistanceGradient;
import org.echodc.operation.mmd.Mmd;
import org.echodc.operation.mmd.MmdGradient;
import org.echodc.tensor.Tensor;

/** Launches {@code mmd_statistics.cu}. */
public final class MmdStatisticsKernels {
  private static final int THREADS = 1024;
  private static final int COLUMNS_OF_BLOCK = 32;
  private static final int SHARED_BYTES = THREADS * Double.BYTES;

  private final CudaContext context;
  private final Kernel statistics;
  private final Kernel mean;
  private final Kernel meanLoss;

  public MmdStatisticsKernels(CudaContext context) {
    this.context = context;
    KernelModule module = new KernelModule(context, "mmd_statistics");
    statistics = module.kernel("mmdStatistics");
    mean = module.kernel("mmdMean");
    meanLoss = module.kernel("mmdMeanLoss");
  }

  /**
   * What kernels of distances need to know of all features of a class.
   *
   * @param means [K, D]
   * @param squares doubles [K, parts]: they add up to the squared distances from the mean
   * @param parts how many there are
   */
  record Statistics(Tensor means, Tensor squares, int parts) {}

  private static Grid grid(FeatureShape shape) {
    return Grid.of(Grid.blocks(shape.dimensions(), COLUMNS_OF_BLOCK), shape.classes(), THREADS)
        .withShared(SHARED_BYTES);
  }

  Statistics statistics(FeatureShape shape, Tensor synthetic, Tensor real) {
    int parts = Grid.blocks(shape.dimensions(), COLUMNS_OF_BLOCK);
    Statistics result =
        new Statistics(
            context.workspace("mmd means", (long) shape.classes() * shape.dimensions()),
            context.doubles("mmd squares", (long) shape.classes() * parts),
            parts);
    statistics.launch(
        grid(shape),
        shape.synthetic(),
        shape.real(),
        shape.dimensions(),
        synthetic,
        real,
        result.means(),
        result.squares());
    return result;
  }

  /** Whether the closed form of the linear kernel is asked for. */
  public boolean isLinear(MmdGradient op) {
    return op.mmd().equals(Mmd.fused(Mmd.Kernel.LINEAR));
  }

  /** The linear kernel: its three means of dot products are products of means. */
  public void linear(MmdGradient op) {
    meanDistance(new MeanDistanceGradient(op.synthetic(), op.real(), op.gradient(), op.loss()));
  }

  /** Runs the distance of means. */
  public void meanDistance(MeanDistanceGradient op) {
    FeatureShape shape = FeatureShape.of(op.synthetic(), op.real());
    int parts = Grid.blocks(shape.dimensions(), COLUMNS_OF_BLOCK);
    Tensor squares = context.doubles("mmd squares", (long) shape.classes() * parts);
    mean.launch(
        grid(shape),
        shape.synthetic(),
        shape.real(),
        shape.dimensions(),
        op.synthetic(),
        op.real(),
        op.gradient(),
        squares);
    op.loss()
        .ifPresent(
            wanted ->
                meanLoss.launch(
                    Grid.of(shape.classes(), THREADS).withShared(SHARED_BYTES),
                    parts,
                    squares,
                    wanted));
  }
}
