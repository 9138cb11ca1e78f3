package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockGradients;
import org.echodc.device.operation.ConvBlockSaved;
import org.echodc.device.operation.Convolution;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A block of any shape in float32: a convolution, then {@code conv_block.cu} for all that follows
 * it. Images that keep nothing go through a workspace of bounded size.
 */
final class GeneralConvBlockKernels {
  private static final long WORKSPACE_FLOATS = 16L << 20;

  private final CudaContext context;
  private final ConvolutionKernels convolution;
  private final ColumnSumKernels columnSums;
  private final Kernel normalize;
  private final Kernel normalizeBackward;

  GeneralConvBlockKernels(
      CudaContext context, ConvolutionKernels convolution, ColumnSumKernels columnSums) {
    this.context = context;
    this.convolution = convolution;
    this.columnSums = columnSums;
    KernelModule module = new KernelModule(context, "conv_block");
    normalize = module.kernel("convBlockNormalize");
    normalizeBackward = module.kernel("convBlockNormalizeBackward");
  }

  private static Convolution convolutionOf(ConvBlock block) {
    return new Convolution(block.weight(), 1, block.padding());
  }

  void forward(ConvBlock block, Tensor src, Tensor dst, Optional<ConvBlockSaved> saved) {
    int plain = src.shape().extent(0) - saved.map(ConvBlockSaved::images).orElse(0);
    long floatsOfImage = block.convolutionShape(src.shape().withRows(1)).elements();
    int atOnce = (int) Math.max(1, Math.min(plain, WORKSPACE_FLOATS / floatsOfImage));
    for (int first = 0; first < plain; first += atOnce) {
      int count = Math.min(atOnce, plain - first);
      Tensor images = src.rows(first, count);
      Tensor convolved =
          context
              .workspace("convolution", atOnce * floatsOfImage)
              .view(0, block.convolutionShape(images.shape()));
      convolution.forward(convolutionOf(block), images, convolved);
      normalize(block, convolved, dst.rows(first, count), Optional.empty(), Optional.empty());
    }
    saved.ifPresent(
        kept -> {
          convolution.forward(
              convolutionOf(block), src.rows(plain, kept.images()), kept.convolution());
          normalize(
              block,
              kept.convolution(),
              dst.rows(plain, kept.images()),
              Optional.of(kept.mean()),
              Optional.of(kept.inverseStd()));
        });
  }

  private void normalize(
      ConvBlock block,
      Tensor convolved,
      Tensor dst,
      Optional<Tensor> mean,
      Optional<Tensor> inverseStd) {
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
        mean,
        inverseStd);
  }

  void backward(
      ConvBlock block, ConvBlockSaved saved, Tensor dstGradient, ConvBlockGradients gradients) {
    Shape shape = saved.convolution().shape();
    int images = shape.extent(0);
    int channels = shape.extent(3);
    Tensor convolutionGradient =
        context.workspace("convolution gradient", shape.elements()).view(0, shape);
    Optional<Tensor> scaleSums =
        gradients
            .parameters()
            .map(wanted -> context.workspace("block scale sums", (long) images * channels));
    Optional<Tensor> shiftSums =
        gradients
            .parameters()
            .map(wanted -> context.workspace("block shift sums", (long) images * channels));
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
    gradients
        .src()
        .ifPresent(
            src -> convolution.backwardInput(convolutionOf(block), convolutionGradient, src));
    gradients
        .parameters()
        .ifPresent(
            wanted -> {
              convolution.backwardWeight(
                  convolutionOf(block), wanted.src(), convolutionGradient, wanted.weight());
              columnSums.sum(images, scaleSums.orElseThrow(), wanted.scale());
              columnSums.sum(images, shiftSums.orElseThrow(), wanted.shift());
            });
  }
}
