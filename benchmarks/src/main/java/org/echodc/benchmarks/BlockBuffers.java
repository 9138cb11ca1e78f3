package org.echodc.benchmarks;

import java.util.Optional;
import org.echodc.device.Device;
import org.echodc.operation.AveragePool;
import org.echodc.operation.ConvBlock;
import org.echodc.operation.Convolution;
import org.echodc.operation.InstanceNorm;
import org.echodc.tensor.Tensor;

/**
 * Memory of a convolution block's passes, and the two ways to go: as one operation, or as the
 * separate ones of a library.
 *
 * @param src input
 * @param dst result
 * @param saved what the backward pass needs
 * @param dstGradient w.r.t. the result
 * @param srcGradient w.r.t. the input
 * @param separate what only separate operations need
 */
record BlockBuffers(
    Tensor src,
    Tensor dst,
    ConvBlock.Saved saved,
    Tensor dstGradient,
    Tensor srcGradient,
    Separate separate) {

  /**
   * Memory between separate operations.
   *
   * @param normalized before pooling
   * @param gradient w.r.t. the normalised images
   * @param convolutionGradient w.r.t. the convolution
   * @param parameters gradients of scale and shift, which a library's normalisation gives along
   */
  record Separate(
      Tensor normalized,
      Tensor gradient,
      Tensor convolutionGradient,
      InstanceNorm.Affine parameters) {}

  /** As one operation that keeps nothing. */
  void fusedForward(Device device, ConvBlock.Parameters block) {
    device.run(new ConvBlock(block, src, dst, Optional.empty()));
  }

  /** As one operation, for the backward pass. */
  void keep(Device device, ConvBlock.Parameters block) {
    device.run(new ConvBlock(block, src, dst, Optional.of(saved)));
  }

  /** As one operation, to the input. */
  void fusedBackward(Device device, ConvBlock.Parameters block) {
    device.run(
        new ConvBlock.Backward(
            block, saved, dstGradient, ConvBlock.Gradients.ofInput(srcGradient)));
  }

  /** Convolution.Filter, normalisation with ReLU, pooling. */
  void separateForward(Device device, ConvBlock.Parameters block) {
    device.run(new Convolution(convolution(block), src, saved.convolution()));
    device.run(
        new InstanceNorm(norm(block), saved.convolution(), separate.normalized, statistics()));
    device.run(new AveragePool(separate.normalized, dst));
  }

  /** Back through pooling, normalisation and convolution. */
  void separateBackward(Device device, ConvBlock.Parameters block) {
    device.run(new AveragePool.Backward(dstGradient, separate.gradient));
    device.run(
        new InstanceNorm.Backward(
            norm(block),
            saved.convolution(),
            statistics(),
            separate.gradient,
            separate.convolutionGradient,
            Optional.of(separate.parameters)));
    device.run(
        new Convolution.BackwardInput(
            convolution(block), separate.convolutionGradient, srcGradient));
  }

  private static Convolution.Filter convolution(ConvBlock.Parameters block) {
    return new Convolution.Filter(block.weight(), 1, block.padding());
  }

  private static InstanceNorm.Affine norm(ConvBlock.Parameters block) {
    return new InstanceNorm.Affine(block.scale(), block.shift(), true);
  }

  private InstanceNorm.Statistics statistics() {
    return new InstanceNorm.Statistics(saved.mean(), saved.inverseStd());
  }
}
