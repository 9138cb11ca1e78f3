package org.echodc.device.cuda;

import org.echodc.operation.InstanceNorm;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code instance_norm.cu}. */
public final class InstanceNormKernels {
  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final Kernel forward;
  private final Kernel backward;

  InstanceNormKernels(CudaContext context, ColumnSumKernels columnSums) {
    this.context = context;
    this.columnSums = columnSums;
    KernelModule module = new KernelModule(context, "instance_norm");
    forward = module.kernel("instanceNormForward");
    backward = module.kernel("instanceNormBackward");
  }

  /** A block for each image and group of channels. */
  static Grid grid(int images, int channels) {
    return Grid.of(
            images, Grid.blocks(channels, ColumnSumKernels.COLUMNS), ColumnSumKernels.THREADS)
        .withShared(ColumnSumKernels.SHARED_BYTES);
  }

  /** See {@link org.echodc.device.Device#instanceNormForward}. */
  public void forward(
      InstanceNorm.Affine norm, Tensor src, Tensor dst, InstanceNorm.Statistics statistics) {
    Shape shape = src.shape();
    forward.launch(
        grid(shape.extent(0), shape.extent(3)),
        shape.extent(1) * shape.extent(2),
        shape.extent(3),
        norm.relu() ? 1 : 0,
        norm.scale(),
        norm.shift(),
        src,
        dst,
        statistics.mean(),
        statistics.inverseStd());
  }

  /** See {@link org.echodc.device.Device#instanceNormBackward}. */
  public void backward(
      InstanceNorm.Affine norm,
      Tensor src,
      InstanceNorm.Statistics statistics,
      Tensor dstGradient,
      Tensor srcGradient,
      InstanceNorm.Gradients parameterGradients) {
    Shape shape = src.shape();
    int images = shape.extent(0);
    int channels = shape.extent(3);
    Tensor scaleSums = context.workspace("norm scale sums", (long) images * channels);
    Tensor shiftSums = context.workspace("norm shift sums", (long) images * channels);
    backward.launch(
        grid(images, channels),
        shape.extent(1) * shape.extent(2),
        channels,
        norm.relu() ? 1 : 0,
        norm.scale(),
        norm.shift(),
        src,
        statistics.mean(),
        statistics.inverseStd(),
        dstGradient,
        srcGradient,
        scaleSums,
        shiftSums);
    columnSums.sum(images, scaleSums, parameterGradients.scale());
    columnSums.sum(images, shiftSums, parameterGradients.shift());
  }
}
