package org.echodc.device.cuda.layer;

import static org.echodc.device.cuda.layer.ConvolutionArguments.pixels;

import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/** Launches {@code convolution.cu} and {@code convolution_weight.cu}: float32, any shape. */
public final class ConvolutionKernels {
  /** Parts that the pixels of a weight gradient are split into; few, for each is stored. */
  private static final int CHUNKS = 16;

  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final Kernel forward;
  private final Kernel backwardInput;
  private final Kernel backwardWeight;

  public ConvolutionKernels(CudaContext context, ColumnSumKernels columnSums) {
    this.context = context;
    this.columnSums = columnSums;
    KernelModule module = new KernelModule(context, "convolution");
    forward = module.kernel("convolutionForward");
    backwardInput = module.kernel("convolutionBackwardInput");
    backwardWeight =
        new KernelModule(context, "convolution_weight").kernel("convolutionBackwardWeight");
  }

  public void forward(Convolution op) {
    Convolution.Filter filter = op.filter();
    Shape from = op.src().shape();
    Shape to = op.dst().shape();
    forward.launch(
        MatrixTile.grid(pixels(to), to.extent(3), 1),
        ConvolutionArguments.of(pixels(to), from, to, filter),
        filter.weight(),
        op.bias(),
        op.src(),
        op.dst());
  }

  public void backwardInput(Convolution.BackwardInput op) {
    Convolution.Filter filter = op.filter();
    Shape from = op.srcGradient().shape();
    Shape to = op.dstGradient().shape();
    backwardInput.launch(
        MatrixTile.grid(pixels(from), from.extent(3), 1),
        ConvolutionArguments.of(pixels(from), from, to, filter),
        filter.weight(),
        op.dstGradient(),
        op.srcGradient());
  }

  public void backwardWeight(Convolution.BackwardWeight op) {
    Convolution.Filter filter = op.filter();
    Tensor weightGradient = op.weightGradient();
    Shape from = op.src().shape();
    Shape to = op.dstGradient().shape();
    int windowElements = filter.kernel() * filter.kernel() * from.extent(3);
    int chunk = Grid.blocks(Grid.blocks(pixels(to), CHUNKS), MatrixTile.INNER) * MatrixTile.INNER;
    int chunks = Grid.blocks(pixels(to), chunk);
    Tensor partial =
        context.workspace("weight gradient chunks", weightGradient.shape().elements() * chunks);
    Grid tiles = MatrixTile.grid(windowElements, to.extent(3), 1);
    backwardWeight.launch(
        Grid.of(chunks, Math.toIntExact(tiles.x()), tiles.y(), tiles.threads())
            .withShared(tiles.sharedBytes()),
        ConvolutionArguments.of(pixels(to), from, to, filter),
        chunk,
        op.src(),
        op.dstGradient(),
        partial);
    columnSums.sum(chunks, partial, weightGradient);
    op.biasGradient().ifPresent(bias -> columnSums.sumOverPixels(op.dstGradient(), bias));
  }
}
