package org.echodc.device.cudnn;

import java.util.Optional;
import org.echodc.device.Ways;
import org.echodc.device.cuda.driver.CudaContext;
import org.echodc.device.cuda.layer.BlockEpilogue;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Normalisation with ReLU, then pooling, each as the device runs it by itself: by a kernel, because
 * no library has the first for NHWC images with an affine of channels, and by cuDNN. What is
 * between them passes through memory.
 */
final class UnfusedBlockEpilogue implements BlockEpilogue {
  private final CudaContext context;
  private final Ways ways;

  UnfusedBlockEpilogue(CudaContext context, Ways ways) {
    this.context = context;
    this.ways = ways;
  }

  private static InstanceNorm.Affine affineOf(ConvBlock.Parameters block) {
    return new InstanceNorm.Affine(block.scale(), block.shift(), true);
  }

  @Override
  public void forward(
      ConvBlock.Parameters block,
      Tensor convolved,
      Tensor dst,
      Optional<InstanceNorm.Statistics> statistics) {
    Shape shape = convolved.shape();
    Tensor activations = workspace("activations", shape);
    ways.run(
        new InstanceNorm(
            affineOf(block), convolved, activations, statistics.orElseGet(() -> passing(shape))));
    ways.run(new AveragePool(AveragePool.Window.HALVING, activations, dst));
  }

  /** Statistics that nobody saves. */
  private InstanceNorm.Statistics passing(Shape images) {
    Shape perChannel = Shape.of(images.extent(0), images.extent(3));
    return new InstanceNorm.Statistics(
        workspace("passing mean", perChannel), workspace("passing inverse std", perChannel));
  }

  @Override
  public void backward(ConvBlock.Backward op, Tensor convolutionGradient) {
    Tensor activationGradient = workspace("activations", convolutionGradient.shape());
    ways.run(
        new AveragePool.Backward(AveragePool.Window.HALVING, op.dstGradient(), activationGradient));
    ways.run(
        new InstanceNorm.Backward(
            affineOf(op.parameters()),
            op.saved().convolution(),
            new InstanceNorm.Statistics(op.saved().mean(), op.saved().inverseStd()),
            activationGradient,
            convolutionGradient,
            op.gradients()
                .parameters()
                .map(wanted -> new InstanceNorm.Gradients(wanted.scale(), wanted.shift()))));
  }

  private Tensor workspace(String name, Shape shape) {
    return context.workspace(name, shape.elements()).view(0, shape);
  }
}
