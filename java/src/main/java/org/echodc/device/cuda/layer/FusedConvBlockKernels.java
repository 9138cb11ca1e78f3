package org.echodc.device.cuda.layer;

import org.echodc.device.Precision;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.driver.Grid;
import org.echodc.device.cuda.driver.Kernel;
import org.echodc.device.cuda.driver.KernelModule;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Launches {@code conv_block_tf32.cu} and {@code conv_block_bf16.cu}: blocks of 128 to 128 channels
 * on images of 16 x 16 and 8 x 8, on tensor cores. The type of a block's input chooses between
 * them.
 */
public final class FusedConvBlockKernels {
  private static final int WIDTH = 128;
  private static final int PIXELS_OF_BLOCK = 256;
  private static final int THREADS = 256;

  /** Words of a pixel in shared memory, 16 and 4 for the banks. */
  private static final int PATCH_PITCH = 20;

  /** Inner channels of a step. */
  private static final int STEP_CHANNELS = 16;

  private final Precision precision;
  private final Operand tf32;
  private final Operand bf16;

  public FusedConvBlockKernels(CudaContext context) {
    precision = context.precision();
    tf32 = new Operand(new KernelModule(context, "conv_block_tf32"), "Tf32", 1);
    bf16 = new Operand(new KernelModule(context, "conv_block_bf16"), "Bf16", 2);
  }

  /** Kernels for one way to round operands, and their shared memory: see {@code conv_tile.cuh}. */
  private static final class Operand {
    private final Kernel forward16;
    private final Kernel forward8;
    private final Kernel backward16;
    private final Kernel backward8;
    private final int forwardFloats;
    private final int backwardFloats;

    /**
     * The kernels of a module.
     *
     * @param perWord inner channels of a word; where there are two, weights arrive as float32 in a
     *     place of their own
     */
    Operand(KernelModule module, String suffix, int perWord) {
      forward16 = module.kernel("convBlockForward16" + suffix);
      forward8 = module.kernel("convBlockForward8" + suffix);
      backward16 = module.kernel("convBlockBackward16" + suffix);
      backward8 = module.kernel("convBlockBackward8" + suffix);
      int words = STEP_CHANNELS / perWord;
      int arrivals = perWord == 1 ? 0 : STEP_CHANNELS * WIDTH;
      int statistics = 2 * 4 * WIDTH;
      int sums = 8 * 4 * (4 * perWord) * 2;
      forwardFloats = 2 * words * (WIDTH + 8) + arrivals + statistics;
      backwardFloats = 2 * WIDTH * (words + 4) + arrivals + sums;
    }
  }

  public boolean supports(ConvBlock op) {
    Shape convolution = op.parameters().convolutionShape(op.src().shape());
    DataType src = op.src().type();
    return supports(op.parameters(), convolution)
        && isOperand(src)
        && op.dst().type() == resultType(convolution, src)
        && op.saved().map(saved -> saved.convolution().type() == src).orElse(true);
  }

  /** The gradient of the parameters needs the one of the convolution, which these never write. */
  public boolean supports(ConvBlock.Backward op) {
    Tensor convolution = op.saved().convolution();
    DataType src = convolution.type();
    return op.gradients().parameters().isEmpty()
        && supports(op.parameters(), convolution.shape())
        && isOperand(src)
        && op.gradients().src().map(gradient -> gradient.type() == src).orElse(false)
        && op.dstGradient().type() == resultType(convolution.shape(), src);
  }

  private static boolean supports(ConvBlock.Parameters block, Shape convolution) {
    int side = convolution.extent(1);
    return block.inputChannels() == WIDTH
        && block.outputChannels() == WIDTH
        && block.padding() == 1
        && (side == 16 || side == 8)
        && convolution.extent(2) == side;
  }

  /** These kernels round: never in FP32; in BF16 what is FLOAT32 is rounded to TF32. */
  private boolean isOperand(DataType type) {
    return precision == Precision.BF16 || precision == Precision.TF32 && type == DataType.FLOAT32;
  }

  /** Results of 8 x 8 images are a network's features, and FLOAT32 for a BFLOAT16 input too. */
  private static DataType resultType(Shape convolution, DataType src) {
    return convolution.extent(1) == 8 ? DataType.FLOAT32 : src;
  }

  private Operand of(Tensor src) {
    return src.type() == DataType.BFLOAT16 ? bf16 : tf32;
  }

  /** Two patches of a block's images with their borders, and the rest. */
  private static Grid grid(int images, int side, int otherFloats) {
    int imagesOfBlock = PIXELS_OF_BLOCK / (side * side);
    int patch = imagesOfBlock * (side + 2) * (side + 2) * PATCH_PITCH;
    return Grid.of(Grid.blocks(images, imagesOfBlock), THREADS)
        .withShared((2 * patch + otherFloats) * Float.BYTES);
  }

  public void forward(ConvBlock op) {
    int images = op.src().shape().extent(0);
    int side = op.src().shape().extent(1);
    Operand operand = of(op.src());
    (side == 16 ? operand.forward16 : operand.forward8)
        .launch(grid(images, side, operand.forwardFloats), images, BlockArguments.of(op));
  }

  public void backward(ConvBlock.Backward op) {
    int images = op.saved().images();
    Tensor srcGradient = op.gradients().src().orElseThrow();
    int side = srcGradient.shape().extent(1);
    Operand operand = of(srcGradient);
    (side == 16 ? operand.backward16 : operand.backward8)
        .launch(grid(images, side, operand.backwardFloats), images, BlockArguments.of(op));
  }
}
