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
 * Launches {@code first_block.cu} and {@code first_block_bf16.cu}: images of 1 or 3 channels that
 * the padding makes 32 x 32. Images and their gradients are float32; results, what is saved of the
 * convolution and gradients of results are of one type, BFLOAT16 where the precision is BF16.
 */
public final class FirstBlockKernels {
  private static final int WIDTH = 128;
  private static final int SIDE = 32;
  private static final int PADDED_PIXELS = (SIDE + 2) * (SIDE + 2);
  private static final int FORWARD_THREADS = 512;
  private static final int CHANNELS_OF_FORWARD_BLOCK = 32;
  private static final int BACKWARD_THREADS = 256;
  private static final int BACKWARD_CHUNK = 16;

  /** Kernels for one type of results, by the number of channels. */
  private static final class Kernels {
    private final Kernel forward1;
    private final Kernel forward3;
    private final Kernel backward1;
    private final Kernel backward3;

    Kernels(KernelModule module, String suffix) {
      forward1 = module.kernel("firstBlockForward1" + suffix);
      forward3 = module.kernel("firstBlockForward3" + suffix);
      backward1 = module.kernel("firstBlockBackward1" + suffix);
      backward3 = module.kernel("firstBlockBackward3" + suffix);
    }
  }

  private final boolean halves;
  private final Kernels float32;
  private final Kernels bfloat16;

  public FirstBlockKernels(CudaContext context) {
    halves = context.precision() == Precision.BF16;
    float32 = new Kernels(new KernelModule(context, "first_block"), "");
    bfloat16 = new Kernels(new KernelModule(context, "first_block_bf16"), "Bf16");
  }

  public boolean supports(ConvBlock op) {
    DataType result = op.dst().type();
    return supports(op.parameters(), op.parameters().convolutionShape(op.src().shape()))
        && op.src().type() == DataType.FLOAT32
        && isStorable(result)
        && op.saved().map(saved -> saved.convolution().type() == result).orElse(true);
  }

  /** The gradient of the parameters needs the one of the convolution, which these never write. */
  public boolean supports(ConvBlock.Backward op) {
    Tensor convolution = op.saved().convolution();
    return op.gradients().parameters().isEmpty()
        && supports(op.parameters(), convolution.shape())
        && op.gradients().src().map(src -> src.type() == DataType.FLOAT32).orElse(false)
        && isStorable(convolution.type())
        && op.dstGradient().type() == convolution.type();
  }

  private static boolean supports(ConvBlock.Parameters block, Shape convolution) {
    return (block.inputChannels() == 1 || block.inputChannels() == 3)
        && block.outputChannels() == WIDTH
        && convolution.extent(1) == SIDE
        && convolution.extent(2) == SIDE;
  }

  private boolean isStorable(DataType type) {
    return type == DataType.FLOAT32 || halves && type == DataType.BFLOAT16;
  }

  private Kernels of(Tensor activations) {
    return activations.type() == DataType.BFLOAT16 ? bfloat16 : float32;
  }

  public void forward(ConvBlock op) {
    ConvBlock.Parameters block = op.parameters();
    Shape src = op.src().shape();
    int channels = block.inputChannels();
    int sharedFloats = channels * PADDED_PIXELS + 2 * FORWARD_THREADS;
    Kernels kernels = of(op.dst());
    (channels == 1 ? kernels.forward1 : kernels.forward3)
        .launch(
            Grid.of(src.extent(0), WIDTH / CHANNELS_OF_FORWARD_BLOCK, FORWARD_THREADS)
                .withShared(sharedFloats * Float.BYTES),
            src.extent(1),
            src.extent(2),
            block.padding(),
            BlockArguments.of(op));
  }

  public void backward(ConvBlock.Backward op) {
    ConvBlock.Parameters block = op.parameters();
    ConvBlock.Saved saved = op.saved();
    Tensor srcGradient = op.gradients().src().orElseThrow();
    int channels = block.inputChannels();
    int sharedFloats =
        PADDED_PIXELS * (BACKWARD_CHUNK + 1) + 9 * channels * BACKWARD_CHUNK + 2 * BACKWARD_THREADS;
    Kernels kernels = of(saved.convolution());
    (channels == 1 ? kernels.backward1 : kernels.backward3)
        .launch(
            Grid.of(saved.images(), BACKWARD_THREADS).withShared(sharedFloats * Float.BYTES),
            srcGradient.shape().extent(1),
            srcGradient.shape().extent(2),
            block.padding(),
            BlockArguments.of(op));
  }
}
