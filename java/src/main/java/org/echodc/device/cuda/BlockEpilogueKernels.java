package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.InstanceNorm;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code conv_block.cu}: all that follows a convolution in one pass, float32. */
final class BlockEpilogueKernels implements BlockEpilogue {
  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final Kernel normalize;
  private final Kernel normalizeBackward;

  BlockEpilogueKernels(CudaContext context, ColumnSumKernels columnSums) {
    this.context = context;
    this.columnSums = columnSums;
    KernelModule module = new KernelModule(context, "conv_block");
    normalize = module.kernel("convBlockNormalize");
    normalizeBackward = module.kernel("convBlockNormalizeBackward");
  }

  @Override
  public void forward(
      ConvBlock.Parameters block,
      Tensor convolved,
      Tensor dst,
      Optional<InstanceNorm.Statistics> statistics) {
    Shape shape = convolved.shape();
    normalize.launch(
        InstanceNormKernels.grid(shape.extent(0), shape.extent(3)),
        shape.extent(1),
        shape.extent(2),
        shape.extent(3),
        block.scale(),
        block.shift(),
        convolved,
        dst,
        statistics.map(InstanceNorm.Statistics::mean),
        statistics.map(InstanceNorm.Statistics::inverseStd));
  }

  @Override
  public void backward(
      ConvBlock.Parameters block,
      ConvBlock.Saved saved,
      Tensor dstGradient,
      Tensor convolutionGradient,
      Optional<ConvBlock.ParameterGradients> parameters) {
    Shape shape = saved.convolution().shape();
    int images = shape.extent(0);
    int channels = shape.extent(3);
    Optional<Tensor> scaleSums =
        parameters.map(wanted -> context.workspace("block scale sums", (long) images * channels));
    Optional<Tensor> shiftSums =
        parameters.map(wanted -> context.workspace("block shift sums", (long) images * channels));
    normalizeBackward.launch(
        InstanceNormKernels.grid(images, channels),
        shape.extent(1),
        shape.extent(2),
        channels,
        block.scale(),
        block.shift(),
        saved.convolution(),
        saved.mean(),
        saved.inverseStd(),
        dstGradient,
        convolutionGradient,
        scaleSums,
        shiftSums);
    parameters.ifPresent(
        wanted -> {
          columnSums.sum(images, scaleSums.orElseThrow(), wanted.scale());
          columnSums.sum(images, shiftSums.orElseThrow(), wanted.shift());
        });
  }
}
