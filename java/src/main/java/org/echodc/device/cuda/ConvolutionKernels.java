package org.echodc.device.cuda;

import org.echodc.operation.Convolution;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code convolution.cu} and {@code convolution_weight.cu}: float32, any shape. */
final class ConvolutionKernels implements Convolutions {
  /** Parts that the pixels of a weight gradient are split into; few, for each is stored. */
  private static final int CHUNKS = 16;

  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final Kernel forward;
  private final Kernel backwardInput;
  private final Kernel backwardWeight;

  ConvolutionKernels(CudaContext context, ColumnSumKernels columnSums) {
    this.context = context;
    this.columnSums = columnSums;
    KernelModule module = new KernelModule(context, "convolution");
    forward = module.kernel("convolutionForward");
    backwardInput = module.kernel("convolutionBackwardInput");
    backwardWeight =
        new KernelModule(context, "convolution_weight").kernel("convolutionBackwardWeight");
  }

  private static int pixels(Shape images) {
    return Math.toIntExact((long) images.extent(0) * images.extent(1) * images.extent(2));
  }

  @Override
  public void forward(Convolution.Filter convolution, Tensor src, Tensor dst) {
    Shape from = src.shape();
    Shape to = dst.shape();
    forward.launch(
        MatrixTile.grid(pixels(to), to.extent(3), 1),
        pixels(to),
        from.extent(1),
        from.extent(2),
        from.extent(3),
        to.extent(1),
        to.extent(2),
        to.extent(3),
        convolution.kernel(),
        convolution.stride(),
        convolution.padding(),
        convolution.weight(),
        src,
        dst);
  }

  @Override
  public void backwardInput(
      Convolution.Filter convolution, Tensor dstGradient, Tensor srcGradient) {
    Shape from = srcGradient.shape();
    Shape to = dstGradient.shape();
    backwardInput.launch(
        MatrixTile.grid(pixels(from), from.extent(3), 1),
        pixels(from),
        from.extent(1),
        from.extent(2),
        from.extent(3),
        to.extent(1),
        to.extent(2),
        to.extent(3),
        convolution.kernel(),
        convolution.stride(),
        convolution.padding(),
        convolution.weight(),
        dstGradient,
        srcGradient);
  }

  @Override
  public void backwardWeight(
      Convolution.Filter convolution, Tensor src, Tensor dstGradient, Tensor weightGradient) {
    Shape from = src.shape();
    Shape to = dstGradient.shape();
    int windowElements = convolution.kernel() * convolution.kernel() * from.extent(3);
    int chunk = Grid.blocks(Grid.blocks(pixels(to), CHUNKS), MatrixTile.INNER) * MatrixTile.INNER;
    int chunks = Grid.blocks(pixels(to), chunk);
    Tensor partial =
        context.workspace("weight gradient chunks", weightGradient.shape().elements() * chunks);
    Grid tiles = MatrixTile.grid(windowElements, to.extent(3), 1);
    backwardWeight.launch(
        Grid.of(chunks, Math.toIntExact(tiles.x()), tiles.y(), tiles.threads())
            .withShared(tiles.sharedBytes()),
        pixels(to),
        from.extent(1),
        from.extent(2),
        from.extent(3),
        to.extent(1),
        to.extent(2),
        to.extent(3),
        convolution.kernel(),
        convolution.stride(),
        convolution.padding(),
        chunk,
        src,
        dstGradient,
        partial);
    columnSums.sum(chunks, partial, weightGradient);
  }
}
