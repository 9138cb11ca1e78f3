package org.echodc.device.cudnn;

import java.util.Optional;
import org.echodc.device.cuda.BlockEpilogue;
import org.echodc.device.cuda.CudaContext;
import org.echodc.device.cuda.InstanceNormKernels;
import org.echodc.device.cuda.Pooling;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.InstanceNorm;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * Normalisation with ReLU by a kernel, because no library has it for NHWC images with an affine of
 * channels; then pooling. What is between them passes through memory.
 */
final class UnfusedBlockEpilogue implements BlockEpilogue {
  private final CudaContext context;
  private final InstanceNormKernels instanceNorm;
  private final Pooling pooling;

  UnfusedBlockEpilogue(CudaContext context, InstanceNormKernels instanceNorm, Pooling pooling) {
    this.context = context;
    this.instanceNorm = instanceNorm;
    this.pooling = pooling;
  }

  private static InstanceNorm.Affine normOf(ConvBlock.Parameters block) {
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
    instanceNorm.forward(
        normOf(block), convolved, activations, statistics.orElseGet(() -> passing(shape)));
    pooling.forward(activations, dst);
  }

  /** Statistics that nobody keeps. */
  private InstanceNorm.Statistics passing(Shape images) {
    Shape perChannel = Shape.of(images.extent(0), images.extent(3));
    return new InstanceNorm.Statistics(
        workspace("passing mean", perChannel), workspace("passing inverse std", perChannel));
  }

  @Override
  public void backward(
      ConvBlock.Parameters block,
      ConvBlock.Saved saved,
      Tensor dstGradient,
      Tensor convolutionGradient,
      Optional<ConvBlock.ParameterGradients> parameters) {
    Tensor activationGradient = workspace("activations", convolutionGradient.shape());
    pooling.backward(dstGradient, activationGradient);
    InstanceNorm.Gradients gradients =
        parameters
            .map(wanted -> new InstanceNorm.Gradients(wanted.scale(), wanted.shift()))
            .orElseGet(() -> unwanted(block.scale().shape()));
    instanceNorm.backward(
        normOf(block),
        saved.convolution(),
        new InstanceNorm.Statistics(saved.mean(), saved.inverseStd()),
        activationGradient,
        convolutionGradient,
        gradients);
  }

  private InstanceNorm.Gradients unwanted(Shape channels) {
    return new InstanceNorm.Gradients(
        workspace("unwanted scale gradient", channels),
        workspace("unwanted shift gradient", channels));
  }

  private Tensor workspace(String name, Shape shape) {
    return context.workspace(name, shape.elements()).view(0, shape);
  }
}
