package org.echodc.device.cuda.norm;

import java.util.Optional;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.device.cuda.layer.ColumnSumKernels;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.tensor.Shape;

/** Launches {@code instance_norm.cu}. */
public final class InstanceNormKernels {
  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final Kernel forward;
  private final Kernel backward;

  public InstanceNormKernels(CudaContext context, ColumnSumKernels columnSums) {
    this.context = context;
    this.columnSums = columnSums;
    KernelModule module = new KernelModule(context, "instance_norm");
    forward = module.kernel("instanceNormForward");
    backward = module.kernel("instanceNormBackward");
  }

  /** A block for each image and group of channels. */
  public static Grid grid(int images, int channels) {
    return Grid.of(
            images, Grid.blocks(channels, ColumnSumKernels.COLUMNS), ColumnSumKernels.THREADS)
        .withShared(ColumnSumKernels.SHARED_BYTES);
  }

  public void forward(InstanceNorm op) {
    Shape shape = op.src().shape();
    forward.launch(
        grid(shape.extent(0), shape.extent(3)),
        shape.extent(1) * shape.extent(2),
        shape.extent(3),
        op.affine().relu() ? 1 : 0,
        op.affine().scale(),
        op.affine().shift(),
        op.src(),
        op.dst(),
        op.statistics().mean(),
        op.statistics().inverseStd());
  }

  public void backward(InstanceNorm.Backward op) {
    Shape shape = op.src().shape();
    int images = shape.extent(0);
    int channels = shape.extent(3);
    Optional<AffineSums> sums =
        op.gradients().map(wanted -> AffineSums.of(context, images, channels));
    backward.launch(
        grid(images, channels),
        shape.extent(1) * shape.extent(2),
        channels,
        op.affine().relu() ? 1 : 0,
        op.affine().scale(),
        op.affine().shift(),
        op.src(),
        op.statistics().mean(),
        op.statistics().inverseStd(),
        op.dstGradient(),
        op.srcGradient(),
        sums.map(AffineSums::scale),
        sums.map(AffineSums::shift));
    op.gradients()
        .ifPresent(
            wanted -> sums.orElseThrow().add(columnSums, images, wanted.scale(), wanted.shift()));
  }
}
