package org.echodc.device.cuda.layer;

import static org.echodc.device.cuda.layer.ConvolutionArguments.pixels;

import org.echodc.device.Precision;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.Convolution;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Launches {@code convolution_tf32.cu} and {@code convolution_bf16.cu}, convolutions on tensor
 * cores, after {@code round_operand.cu} has rounded their operands into workspaces.
 *
 * <p>A block has 128 threads, and 48 KB of shared memory, 52 KB for a weight gradient: four stages
 * of copies.
 */
public final class TensorConvolutionKernels {
  /** Below, tiles of 64 output channels would be empty for the most part. */
  private static final int FEWEST_CHANNELS = 16;

  /** See {@code tensor_tile.cuh}. */
  private static final int ROWS = 128;

  private static final int COLUMNS = 64;
  private static final int THREADS = 128;
  private static final int CHUNK_WORDS = 16;
  private static final int STAGES = 4;
  private static final int PIECE_WORDS = 4;
  private static final int SHARED_BYTES = STAGES * CHUNK_WORDS * (ROWS + COLUMNS) * Integer.BYTES;
  private static final int WEIGHT_SHARED_BYTES =
      STAGES * CHUNK_WORDS * (ROWS + 8 + COLUMNS + 8) * Integer.BYTES;

  /** Blocks that a weight gradient should have: some for every multiprocessor of a large GPU. */
  private static final int WEIGHT_BLOCKS = 512;

  /** Chunks of pixels that a block should at least have for its part of a weight gradient. */
  private static final int CHUNKS_OF_PART = 16;

  private final CudaContext context;
  private final ColumnSumKernels columnSums;
  private final int perWord;
  private final Kernel round;
  private final Kernel forward;
  private final Kernel backwardInput;
  private final Kernel backwardWeight;

  public TensorConvolutionKernels(CudaContext context, ColumnSumKernels columnSums) {
    this.context = context;
    this.columnSums = columnSums;
    boolean bf16 = context.precision() == Precision.BF16;
    perWord = bf16 ? 2 : 1;
    String suffix = bf16 ? "Bf16" : "Tf32";
    round = new KernelModule(context, "round_operand").kernel("roundOperand" + suffix);
    KernelModule module = new KernelModule(context, bf16 ? "convolution_bf16" : "convolution_tf32");
    forward = module.kernel("convolutionForward" + suffix);
    backwardInput = module.kernel("convolutionBackwardInput" + suffix);
    backwardWeight = module.kernel("convolutionBackwardWeight" + suffix);
  }

  public boolean supports(Convolution op) {
    return supports(op.filter());
  }

  public boolean supports(Convolution.BackwardInput op) {
    return supports(op.filter());
  }

  public boolean supports(Convolution.BackwardWeight op) {
    return supports(op.filter());
  }

  /** These kernels round, which FP32 rules out. */
  private boolean supports(Convolution.Filter filter) {
    Shape weight = filter.weight().shape();
    return context.precision() != Precision.FP32
        && weight.extent(2) >= FEWEST_CHANNELS
        && weight.extent(3) >= FEWEST_CHANNELS;
  }

  public void forward(Convolution op) {
    Convolution.Filter filter = op.filter();
    Shape weight = filter.weight().shape();
    int channels = weight.extent(2);
    int dstChannels = weight.extent(3);
    int pixels = pixels(op.dst().shape());
    Tensor rounded =
        rounded(
            "rounded filter",
            filter.weight(),
            new Matrix(
                dstChannels, taps(filter), channels, 1, channels * dstChannels, dstChannels));
    forward.launch(
        Grid.of(Grid.blocks(pixels, ROWS), Grid.blocks(dstChannels, COLUMNS), THREADS)
            .withShared(SHARED_BYTES),
        ConvolutionArguments.of(pixels, op.src().shape(), op.dst().shape(), filter),
        rounded,
        op.bias(),
        roundedImages("rounded images", op.src()),
        op.dst());
  }

  public void backwardInput(Convolution.BackwardInput op) {
    Convolution.Filter filter = op.filter();
    Shape weight = filter.weight().shape();
    Shape src = op.srcGradient().shape();
    int channels = weight.extent(2);
    int dstChannels = weight.extent(3);
    int stride = filter.stride();
    int pixelsOfClass =
        src.extent(0) * Grid.blocks(src.extent(1), stride) * Grid.blocks(src.extent(2), stride);
    Tensor rounded =
        rounded(
            "rounded filter",
            filter.weight(),
            new Matrix(
                channels, taps(filter), dstChannels, dstChannels, channels * dstChannels, 1));
    backwardInput.launch(
        Grid.of(
                Grid.blocks(pixelsOfClass, ROWS),
                Grid.blocks(channels, COLUMNS),
                stride * stride,
                THREADS)
            .withShared(SHARED_BYTES),
        ConvolutionArguments.of(pixels(src), src, op.dstGradient().shape(), filter),
        rounded,
        roundedImages("rounded gradient", op.dstGradient()),
        op.srcGradient());
  }

  public void backwardWeight(Convolution.BackwardWeight op) {
    Convolution.Filter filter = op.filter();
    Shape src = op.src().shape();
    Shape dst = op.dstGradient().shape();
    int pixels = pixels(dst);
    int rows = taps(filter) * pieces(src.extent(3)) * PIECE_WORDS * perWord;
    int rowBlocks = Grid.blocks(rows, ROWS);
    int columnBlocks = Grid.blocks(dst.extent(3), COLUMNS);
    int partSize = partSize(pixels, rowBlocks * columnBlocks);
    int parts = Grid.blocks(pixels, partSize);
    Tensor gradient = op.weightGradient();
    Tensor partial =
        parts == 1
            ? gradient
            : context.workspace("weight gradient parts", gradient.shape().elements() * parts);
    backwardWeight.launch(
        Grid.of(parts, rowBlocks, columnBlocks, THREADS).withShared(WEIGHT_SHARED_BYTES),
        ConvolutionArguments.of(pixels, src, dst, filter),
        partSize,
        roundedImages("rounded images", op.src()),
        roundedImages("rounded gradient", op.dstGradient()),
        partial);
    if (parts > 1) {
      columnSums.sum(parts, partial, gradient);
    }
    op.biasGradient().ifPresent(bias -> columnSums.sumOverPixels(op.dstGradient(), bias));
  }

  /**
   * Pixels of a part of the sums of a weight gradient. They depend on shapes alone, so that every
   * GPU adds in the same order.
   */
  private int partSize(int pixels, int tiles) {
    int chunk = CHUNK_WORDS * perWord;
    int chunks = Grid.blocks(pixels, chunk);
    int parts = Math.min(Grid.blocks(WEIGHT_BLOCKS, tiles), Grid.blocks(chunks, CHUNKS_OF_PART));
    return Grid.blocks(chunks, parts) * chunk;
  }

  private static int taps(Convolution.Filter filter) {
    return filter.kernel() * filter.kernel();
  }

  /** Pieces of 16 bytes that so many elements take. */
  private int pieces(int elements) {
    return Grid.blocks(elements, PIECE_WORDS * perWord);
  }

  /** Where the elements of an operand [rows, taps, inner] lie in a tensor. */
  private record Matrix(
      int rows, int taps, int inner, int rowStride, int tapStride, int innerStride) {}

  private Tensor roundedImages(String workspace, Tensor images) {
    int channels = images.shape().extent(3);
    return rounded(
        workspace, images, new Matrix(pixels(images.shape()), 1, channels, channels, 0, 1));
  }

  private Tensor rounded(String workspace, Tensor src, Matrix of) {
    int pieces = Math.toIntExact((long) of.rows() * of.taps() * pieces(of.inner()));
    Tensor dst = context.workspace(workspace, (long) pieces * PIECE_WORDS);
    round.launch(
        Grid.ofElements(pieces),
        of.rows(),
        of.taps(),
        of.inner(),
        of.rowStride(),
        of.tapStride(),
        of.innerStride(),
        src,
        dst);
    return dst;
  }
}
