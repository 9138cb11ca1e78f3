package org.echodc.benchmarks.check;

import java.util.List;
import java.util.Optional;
import org.echodc.benchmarks.work.OpenDevice;
import org.echodc.benchmarks.work.Work;
import org.echodc.device.Device;
import org.echodc.device.memory.TensorScope;
import org.echodc.operation.Operation;
import org.echodc.operation.layer.AveragePool;
import org.echodc.operation.layer.ConvBlock;
import org.echodc.operation.layer.Convolution;
import org.echodc.operation.layer.InstanceNorm;
import org.echodc.tensor.Shape;
import org.echodc.tensor.Tensor;

/**
 * A pass through a convolution block, forward or backward, on tensors of its own.
 *
 * @param forward the pass forward as one operation
 * @param backward the pass backward as one operation, if it is this that is timed
 * @param operations what is timed: the pass as one operation, or as the separate ones of a library
 */
public record BlockPass(
    ConvBlock forward, Optional<ConvBlock.Backward> backward, List<Operation> operations) {

  /** Forward on random images, saving nothing. */
  public static BlockPass forward(
      OpenDevice device, ConvBlock.Parameters block, Shape images, boolean separate) {
    ConvBlock whole = block(device, block, images, Optional.empty());
    List<Operation> parts =
        separate ? separateForward(device.memory(), whole) : List.<Operation>of(whole);
    return new BlockPass(whole, Optional.empty(), parts);
  }

  /** To the input, from a random gradient, after {@link #prepare}. */
  public static BlockPass backward(
      OpenDevice device, ConvBlock.Parameters block, Shape images, boolean separate) {
    TensorScope memory = device.memory();
    ConvBlock.Saved saved = saved(memory, block.convolutionShape(images));
    ConvBlock forward = block(device, block, images, Optional.of(saved));
    Tensor dstGradient = device.uniform(1, forward.dst().shape());
    Tensor srcGradient = memory.floats(images);
    ConvBlock.Backward whole =
        new ConvBlock.Backward(block, saved, dstGradient, ConvBlock.Gradients.ofInput(srcGradient));
    List<Operation> parts =
        separate ? separateBackward(memory, whole, srcGradient) : List.<Operation>of(whole);
    return new BlockPass(forward, Optional.of(whole), parts);
  }

  private static ConvBlock block(
      OpenDevice device,
      ConvBlock.Parameters block,
      Shape images,
      Optional<ConvBlock.Saved> saved) {
    Tensor dst = device.memory().floats(block.resultShape(images));
    return new ConvBlock(block, device.uniform(1, images), dst, saved);
  }

  private static ConvBlock.Saved saved(TensorScope memory, Shape convolved) {
    int batch = convolved.extent(0);
    int channels = convolved.extent(3);
    return new ConvBlock.Saved(
        memory.floats(convolved), memory.floats(batch, channels), memory.floats(batch, channels));
  }

  /** Convolution, normalisation with ReLU, pooling. */
  private static List<Operation> separateForward(TensorScope memory, ConvBlock block) {
    Shape convolved = block.parameters().convolutionShape(block.src().shape());
    ConvBlock.Saved saved = saved(memory, convolved);
    Tensor normalized = memory.floats(convolved);
    return List.of(
        new Convolution(
            filter(block.parameters()), Optional.empty(), block.src(), saved.convolution()),
        new InstanceNorm(
            affine(block.parameters()), saved.convolution(), normalized, statistics(saved)),
        new AveragePool(AveragePool.Window.HALVING, normalized, block.dst()));
  }

  /**
   * Back through pooling, normalisation and convolution. A library's normalisation gives the
   * gradients of scale and shift along.
   */
  private static List<Operation> separateBackward(
      TensorScope memory, ConvBlock.Backward block, Tensor srcGradient) {
    ConvBlock.Parameters parameters = block.parameters();
    Tensor convolution = block.saved().convolution();
    Tensor gradient = memory.floats(convolution.shape());
    Tensor convolutionGradient = memory.floats(convolution.shape());
    InstanceNorm.Gradients ofAffine =
        new InstanceNorm.Gradients(
            memory.floats(parameters.outputChannels()), memory.floats(parameters.outputChannels()));
    return List.of(
        new AveragePool.Backward(AveragePool.Window.HALVING, block.dstGradient(), gradient),
        new InstanceNorm.Backward(
            affine(parameters),
            convolution,
            statistics(block.saved()),
            gradient,
            convolutionGradient,
            Optional.of(ofAffine)),
        new Convolution.BackwardInput(filter(parameters), convolutionGradient, srcGradient));
  }

  private static Convolution.Filter filter(ConvBlock.Parameters block) {
    return new Convolution.Filter(block.weight(), 1, block.padding());
  }

  private static InstanceNorm.Affine affine(ConvBlock.Parameters block) {
    return new InstanceNorm.Affine(block.scale(), block.shift(), true);
  }

  private static InstanceNorm.Statistics statistics(ConvBlock.Saved saved) {
    return new InstanceNorm.Statistics(saved.mean(), saved.inverseStd());
  }

  /** Runs the pass forward if the pass backward needs what it saves. */
  public void prepare(Device device) {
    backward.ifPresent(whole -> device.run(forward));
  }

  /** Runs what is timed, and waits for it. */
  public void run(Device device) {
    operations.forEach(device::run);
    device.synchronize();
  }

  /** The same for both ways: that of the one operation. */
  public Work work() {
    return backward.map(Work::of).orElseGet(() -> Work.of(forward));
  }
}
