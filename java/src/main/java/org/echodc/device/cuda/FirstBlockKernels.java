package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.operation.ConvBlock;
import org.echodc.tensor.DataType;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Launches {@code first_block.cu} and {@code first_block_bf16.cu}: images of 1 or 3 channels that
 * the padding makes 32 x 32.
 */
final class FirstBlockKernels {
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

  private final Kernels float32;
  private final Kernels bfloat16;

  FirstBlockKernels(CudaContext context) {
    float32 = new Kernels(new KernelModule(context, "first_block"), "");
    bfloat16 = new Kernels(new KernelModule(context, "first_block_bf16"), "Bf16");
  }

  /** Whether these kernels can do a block whose convolution has this shape. */
  static boolean support(ConvBlock.Parameters block, Shape convolution) {
    return (block.inputChannels() == 1 || block.inputChannels() == 3)
        && block.outputChannels() == WIDTH
        && convolution.extent(1) == SIDE
        && convolution.extent(2) == SIDE;
  }

  private Kernels of(Tensor activations) {
    return activations.type() == DataType.BFLOAT16 ? bfloat16 : float32;
  }

  void forward(
      ConvBlock.Parameters block, Tensor src, Tensor dst, Optional<ConvBlock.Saved> saved) {
    int images = src.shape().extent(0);
    int channels = block.inputChannels();
    int sharedFloats = channels * PADDED_PIXELS + 2 * FORWARD_THREADS;
    Kernels kernels = of(dst);
    (channels == 1 ? kernels.forward1 : kernels.forward3)
        .launch(
            Grid.of(images, WIDTH / CHANNELS_OF_FORWARD_BLOCK, FORWARD_THREADS)
                .withShared(sharedFloats * Float.BYTES),
            images - saved.map(ConvBlock.Saved::images).orElse(0),
            src.shape().extent(1),
            src.shape().extent(2),
            block.padding(),
            block.weight(),
            block.scale(),
            block.shift(),
            src,
            dst,
            saved.map(ConvBlock.Saved::convolution),
            saved.map(ConvBlock.Saved::mean),
            saved.map(ConvBlock.Saved::inverseStd));
  }

  void backward(
      ConvBlock.Parameters block, ConvBlock.Saved saved, Tensor dstGradient, Tensor srcGradient) {
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
            block.weight(),
            block.scale(),
            block.shift(),
            saved.convolution(),
            saved.mean(),
            saved.inverseStd(),
            dstGradient,
            srcGradient);
  }
}
