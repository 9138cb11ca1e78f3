package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Convolution;
import org.echodc.operation.InstanceNorm;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Blocks of any shape in float32: a convolution, then all that follows it. Images that keep nothing
 * go through a workspace of bounded size.
 */
public final class GeneralConvBlocks implements ConvBlocks {
  private static final long WORKSPACE_FLOATS = 16L << 20;

  private final CudaContext context;
  private final Convolutions convolutions;
  private final BlockEpilogue epilogue;

  /** Blocks of these two parts. */
  public GeneralConvBlocks(CudaContext context, Convolutions convolutions, BlockEpilogue epilogue) {
    this.context = context;
    this.convolutions = convolutions;
    this.epilogue = epilogue;
  }

  @Override
  public boolean supports(ConvBlock block) {
    return block.tensors().stream().allMatch(tensor -> tensor.type() == DataType.FLOAT32);
  }

  @Override
  public boolean supports(ConvBlock.Backward block) {
    return block.tensors().stream().allMatch(tensor -> tensor.type() == DataType.FLOAT32);
  }

  private static Convolution.Filter convolutionOf(ConvBlock.Parameters block) {
    return new Convolution.Filter(block.weight(), 1, block.padding());
  }

  @Override
  public void forward(
      ConvBlock.Parameters block, Tensor src, Tensor dst, Optional<ConvBlock.Saved> saved) {
    int plain = src.shape().extent(0) - saved.map(ConvBlock.Saved::images).orElse(0);
    long floatsOfImage = block.convolutionShape(src.shape().withRows(1)).elements();
    int atOnce = (int) Math.max(1, Math.min(plain, WORKSPACE_FLOATS / floatsOfImage));
    for (int first = 0; first < plain; first += atOnce) {
      int count = Math.min(atOnce, plain - first);
      Tensor images = src.rows(first, count);
      Tensor convolved =
          context
              .workspace("convolution", atOnce * floatsOfImage)
              .view(0, block.convolutionShape(images.shape()));
      convolutions.forward(convolutionOf(block), images, convolved);
      epilogue.forward(block, convolved, dst.rows(first, count), Optional.empty());
    }
    saved.ifPresent(
        kept -> {
          convolutions.forward(
              convolutionOf(block), src.rows(plain, kept.images()), kept.convolution());
          epilogue.forward(
              block,
              kept.convolution(),
              dst.rows(plain, kept.images()),
              Optional.of(new InstanceNorm.Statistics(kept.mean(), kept.inverseStd())));
        });
  }

  @Override
  public void backward(
      ConvBlock.Parameters block,
      ConvBlock.Saved saved,
      Tensor dstGradient,
      ConvBlock.Gradients gradients) {
    Shape shape = saved.convolution().shape();
    Tensor convolutionGradient =
        context.workspace("convolution gradient", shape.elements()).view(0, shape);
    epilogue.backward(block, saved, dstGradient, convolutionGradient, gradients.parameters());
    gradients
        .src()
        .ifPresent(
            src -> convolutions.backwardInput(convolutionOf(block), convolutionGradient, src));
    gradients
        .parameters()
        .ifPresent(
            wanted ->
                convolutions.backwardWeight(
                    convolutionOf(block), wanted.src(), convolutionGradient, wanted.weight()));
  }
}
