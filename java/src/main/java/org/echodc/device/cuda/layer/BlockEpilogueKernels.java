package org.echodc.device.cuda.layer;

import java.util.Optional;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.device.cuda.norm.AffineSums;
import org.echodc.device.cuda.norm.InstanceNormKernels;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code conv_block.cu}: all that follows a convolution in one pass, float32. */
public final class BlockEpilogueKernels implements BlockEpilogue {
  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final Kernel normalize;
  private final Kernel normalizeBackward;

  public BlockEpilogueKernels(CudaContext context, ColumnSumKernels columnSums) {
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
  public void backward(ConvBlock.Backward op, Tensor convolutionGradient) {
    ConvBlock.Saved saved = op.saved();
    Shape shape = saved.convolution().shape();
    int images = shape.extent(0);
    int channels = shape.extent(3);
    Optional<ConvBlock.ParameterGradients> parameters = op.gradients().parameters();
    Optional<AffineSums> sums = parameters.map(wanted -> AffineSums.of(context, images, channels));
    normalizeBackward.launch(
        InstanceNormKernels.grid(images, channels),
        shape.extent(1),
        shape.extent(2),
        channels,
        op.parameters().scale(),
        op.parameters().shift(),
        saved.convolution(),
        saved.mean(),
        saved.inverseStd(),
        op.dstGradient(),
        convolutionGradient,
        sums.map(AffineSums::scale),
        sums.map(AffineSums::shift));
    parameters.ifPresent(
        wanted -> sums.orElseThrow().add(columnSums, images, wanted.scale(), wanted.shift()));
  }
}
