package org.echodc.benchmarks;

import org.echodc.device.Device;
import org.echodc.device.operation.ConvBlock;
import org.echodc.device.operation.ConvBlockGradients;
import org.echodc.device.operation.ConvBlockSaved;
import org.echodc.device.operation.Convolution;
import org.echodc.device.operation.InstanceNorm;
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
    ConvBlockSaved saved,
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
      Tensor normalized, Tensor gradient, Tensor convolutionGradient, InstanceNorm parameters) {}

  /** As one operation that keeps nothing. */
  void fusedForward(Device device, ConvBlock block) {
    device.convBlockForward(block, src, dst);
  }

  /** As one operation, for the backward pass. */
  void keep(Device device, ConvBlock block) {
    device.convBlockForward(block, src, dst, saved);
  }

  /** As one operation, to the input. */
  void fusedBackward(Device device, ConvBlock block) {
    device.convBlockBackward(block, saved, dstGradient, ConvBlockGradients.ofInput(srcGradient));
  }

  /** Convolution, normalisation with ReLU, pooling. */
  void separateForward(Device device, ConvBlock block) {
    device.convolutionForward(convolution(block), src, saved.convolution());
    device.instanceNormForward(norm(block), saved.convolution(), separate.normalized, statistics());
    device.averagePoolForward(separate.normalized, dst);
  }

  /** Back through pooling, normalisation and convolution. */
  void separateBackward(Device device, ConvBlock block) {
    device.averagePoolBackward(dstGradient, separate.gradient);
    device.instanceNormBackward(
        norm(block),
        saved.convolution(),
        statistics(),
        separate.gradient,
        separate.convolutionGradient,
        separate.parameters);
    device.convolutionBackwardInput(convolution(block), separate.convolutionGradient, srcGradient);
  }

  private static Convolution convolution(ConvBlock block) {
    return new Convolution(block.weight(), 1, block.padding());
  }

  private static InstanceNorm norm(ConvBlock block) {
    return new InstanceNorm(block.scale(), block.shift(), true);
  }

  private InstanceNorm.Statistics statistics() {
    return new InstanceNorm.Statistics(saved.mean(), saved.inverseStd());
  }
}
