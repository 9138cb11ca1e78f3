package org.echodc.device.cuda.layer;

import java.util.Optional;
import org.echodc.device.Ways;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Convolution;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Blocks of any shape, stored in float32: a convolution in the device's own way, then all that
 * follows it. Where nothing is saved, the convolution goes through a workspace of bounded size,
 * some images at a time.
 */
public final class GeneralConvBlocks {
  private static final long WORKSPACE_FLOATS = 16L << 20;

  private final CudaContext context;
  private final Ways ways;
  private final BlockEpilogue epilogue;

  /**
   * Blocks of these two parts.
   *
   * @param ways of the device, for the convolutions
   */
  public GeneralConvBlocks(CudaContext context, Ways ways, BlockEpilogue epilogue) {
    this.context = context;
    this.ways = ways;
    this.epilogue = epilogue;
  }

  /** Whether all activations are float32. */
  public boolean supports(ConvBlock op) {
    return isFloat(op.src())
        && isFloat(op.dst())
        && op.saved().map(saved -> isFloat(saved.convolution())).orElse(true);
  }

  /** Whether all activations and their gradients are float32. */
  public boolean supports(ConvBlock.Backward op) {
    return isFloat(op.saved().convolution())
        && isFloat(op.dstGradient())
        && op.gradients().src().map(GeneralConvBlocks::isFloat).orElse(true);
  }

  private static boolean isFloat(Tensor tensor) {
    return tensor.type() == DataType.FLOAT32;
  }

  private static Convolution.Filter filterOf(ConvBlock.Parameters block) {
    return new Convolution.Filter(block.weight(), 1, block.padding());
  }

  /** Runs a block forward. */
  public void forward(ConvBlock op) {
    op.saved().ifPresentOrElse(saved -> forwardSaving(op, saved), () -> forwardInParts(op));
  }

  private void forwardSaving(ConvBlock op, ConvBlock.Saved saved) {
    ways.run(
        new Convolution(
            filterOf(op.parameters()), Optional.empty(), op.src(), saved.convolution()));
    epilogue.forward(
        op.parameters(),
        saved.convolution(),
        op.dst(),
        Optional.of(new InstanceNorm.Statistics(saved.mean(), saved.inverseStd())));
  }

  private void forwardInParts(ConvBlock op) {
    ConvBlock.Parameters block = op.parameters();
    int images = op.src().shape().extent(0);
    long floatsOfImage = block.convolutionShape(op.src().shape().withRows(1)).elements();
    int atOnce = (int) Math.max(1, Math.min(images, WORKSPACE_FLOATS / floatsOfImage));
    for (int first = 0; first < images; first += atOnce) {
      int count = Math.min(atOnce, images - first);
      Tensor src = op.src().rows(first, count);
      Tensor convolved =
          context
              .workspace("convolution", atOnce * floatsOfImage)
              .view(0, block.convolutionShape(src.shape()));
      ways.run(new Convolution(filterOf(block), Optional.empty(), src, convolved));
      epilogue.forward(block, convolved, op.dst().rows(first, count), Optional.empty());
    }
  }

  /** Runs a block backward: through what followed the convolution, then to what is wanted. */
  public void backward(ConvBlock.Backward op) {
    Convolution.Filter filter = filterOf(op.parameters());
    Shape shape = op.saved().convolution().shape();
    Tensor convolutionGradient =
        context.workspace("convolution gradient", shape.elements()).view(0, shape);
    epilogue.backward(op, convolutionGradient);
    op.gradients()
        .src()
        .ifPresent(
            src -> ways.run(new Convolution.BackwardInput(filter, convolutionGradient, src)));
    op.gradients()
        .parameters()
        .ifPresent(
            wanted ->
                ways.run(
                    new Convolution.BackwardWeight(
                        filter,
                        wanted.src(),
                        convolutionGradient,
                        wanted.weight(),
                        Optional.empty())));
  }
}
