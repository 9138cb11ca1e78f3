package org.echodc.device.cuda;

import java.util.Optional;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockSaved;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Launches {@code conv_block_fused.cu}: blocks of 128 to 128 channels on images of 16 x 16 and 8 x
 * 8, in TF32 on tensor cores.
 */
final class FusedConvBlockKernels {
  private static final int WIDTH = 128;
  private static final int PIXELS_OF_BLOCK = 256;
  private static final int THREADS = 256;

  /** Floats of a pixel, or of a channel's weights, in shared memory: 16 and 4 for the banks. */
  private static final int PITCH = 20;

  /** Weights of a step, {@code kWeightFloats} in {@code conv_tile.cuh}, and scratch. */
  private static final int FORWARD_FLOATS = 2 * 16 * (WIDTH + 8) + 2 * 4 * WIDTH;

  private static final int BACKWARD_FLOATS = 2 * WIDTH * PITCH + 8 * 4 * 8;

  private final Kernel forward16;
  private final Kernel forward8;
  private final Kernel backward16;
  private final Kernel backward8;

  FusedConvBlockKernels(CudaContext context) {
    KernelModule module = new KernelModule(context, "conv_block_fused");
    forward16 = module.kernel("convBlockForward16");
    forward8 = module.kernel("convBlockForward8");
    backward16 = module.kernel("convBlockBackward16");
    backward8 = module.kernel("convBlockBackward8");
  }

  /** Whether these kernels can do a block whose convolution has this shape. */
  static boolean support(ConvBlock block, Shape convolution) {
    int side = convolution.extent(1);
    return block.inputChannels() == WIDTH
        && block.outputChannels() == WIDTH
        && block.padding() == 1
        && (side == 16 || side == 8)
        && convolution.extent(2) == side;
  }

  /** Two patches of a block's images with their borders, and the rest. */
  private static Grid grid(int images, int side, int otherFloats) {
    int imagesOfBlock = PIXELS_OF_BLOCK / (side * side);
    int patch = imagesOfBlock * (side + 2) * (side + 2) * PITCH;
    return Grid.of(Grid.blocks(images, imagesOfBlock), THREADS)
        .withShared((2 * patch + otherFloats) * Float.BYTES);
  }

  void forward(ConvBlock block, Tensor src, Tensor dst, Optional<ConvBlockSaved> saved) {
    int images = src.shape().extent(0);
    int side = src.shape().extent(1);
    (side == 16 ? forward16 : forward8)
        .launch(
            grid(images, side, FORWARD_FLOATS),
            images,
            images - saved.map(ConvBlockSaved::images).orElse(0),
            block.weight(),
            block.scale(),
            block.shift(),
            src,
            dst,
            saved.map(ConvBlockSaved::convolution),
            saved.map(ConvBlockSaved::mean),
            saved.map(ConvBlockSaved::inverseStd));
  }

  void backward(ConvBlock block, ConvBlockSaved saved, Tensor dstGradient, Tensor srcGradient) {
    int side = srcGradient.shape().extent(1);
    (side == 16 ? backward16 : backward8)
        .launch(
            grid(saved.images(), side, BACKWARD_FLOATS),
            saved.images(),
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
